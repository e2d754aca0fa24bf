// A user of MetaMask adds the chain, and sends as it lets one send: with its estimates, with fees typed in, as legacy.
import { readFileSync } from 'node:fs';
import { decodeFunctionResult, encodeDeployData, encodeFunctionData, parseUnits, toHex } from 'viem';
import { check } from '../checks.mjs';
import { openWallet } from './controllers.mjs';

const [url, artifactPath, privateKey, feeMode] = process.argv.slice(2);
const { abi, bytecode } = JSON.parse(readFileSync(artifactPath, 'utf8'));
const recipient = '0x00000000000000000000000000000000000000e1';
const wallet = await openWallet(privateKey);

const asked = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId' }) });
const chainId = (await asked.json()).result;
const { rpcEndpoints: [{ networkClientId }] } = wallet.networks.addNetwork({
  chainId,
  name: 'Quorate',
  nativeCurrency: 'ETH',
  rpcEndpoints: [{ type: 'custom', url, name: 'replica 0' }],
  defaultRpcEndpointIndex: 0,
  blockExplorerUrls: [],
});
await wallet.networks.setActiveNetwork(networkClientId);
const { provider } = wallet.networks.getNetworkClientById(networkClientId);
const ask = (method, ...params) => provider.request({ method, params });
const { status, EIPS } = wallet.networks.state.networksMetadata[networkClientId];
check('the added network', status, 'available');
check('taken for EIP-1559', EIPS[1559], true);
check('its chain id', await ask('eth_chainId'), chainId);

// Where the wallet's service of fee estimates knows a chain not, and it knows public ones alone, it asks the node.
const gasPrice = BigInt(await ask('eth_gasPrice'));
const { gasEstimateType, gasFeeEstimates } = await wallet.fees.fetchGasFeeEstimates({ networkClientId });
check('kind of fee estimate', gasEstimateType, 'eth_gasPrice');
check('price shown, in gwei', parseUnits(gasFeeEstimates.gasPrice, 9), gasPrice);
check('price of a fee-blind chain', gasPrice === 0n, feeMode === 'blind');
const { baseFeePerGas } = await ask('eth_getBlockByNumber', 'latest', false);
check('fee history goes on from the block', BigInt((await ask('eth_feeHistory', '0x1', 'latest', [50])).baseFeePerGas[0]),
  BigInt(baseFeePerGas));

/** Sends, and gives the receipt that the wallet took for the transaction's end. */
const send = async (transaction, options = {}) => {
  const { id, shown, hash } = await wallet.send(transaction, { networkClientId, ...options });
  const { status, txReceipt } = await wallet.settled(id);
  if (txReceipt && txReceipt.transactionHash !== hash) throw new Error(`receipt of ${txReceipt.transactionHash}, not ${hash}`);
  return { status, shown: shown.txParams, gasLimit: shown.txParams.gas, receipt: txReceipt, hash };
};
const sent = (hash) => ask('eth_getTransactionByHash', hash);

const plain = await send({ to: recipient, value: '0x0' });
check('gas of a transfer', plain.gasLimit, '0x5208');
check('a transfer', `${plain.status} ${plain.receipt.status} ${plain.receipt.type}`, 'confirmed 0x1 0x2');
check('its price as shown', BigInt(plain.shown.maxFeePerGas), gasPrice);
check('its tip, for want of a better estimate', BigInt(plain.shown.maxPriorityFeePerGas), gasPrice);

const typed = { maxFeePerGas: toHex(parseUnits('3', 9)), maxPriorityFeePerGas: toHex(parseUnits('2', 9)) };
const tipped = await send({ to: recipient, value: '0x0' }, { typed });
const tippedAsSigned = await sent(tipped.hash);
check('a tip that the user typed', `${tipped.status} ${BigInt(tippedAsSigned.maxPriorityFeePerGas)}`, `confirmed ${2n * 10n ** 9n}`);
check('and paid nothing', BigInt(tipped.receipt.effectiveGasPrice) === 0n, feeMode === 'blind');

const deployed = await send({ data: encodeDeployData({ abi, bytecode, args: ['Example', 'EXM', 1000n] }) },
  { type: 'contractDeployment' });
const token = deployed.receipt.contractAddress;
check('a deployment', `${deployed.status} ${deployed.receipt.status}`, 'confirmed 0x1');
const transferOf = (amount) => ({
  to: token, data: encodeFunctionData({ abi, functionName: 'transfer', args: [recipient, amount] }),
});
const balance = async () => decodeFunctionResult({ abi, functionName: 'balanceOf', data: await ask('eth_call', {
  to: token, data: encodeFunctionData({ abi, functionName: 'balanceOf', args: [recipient] }) }, 'latest') });
const transfer = await send(transferOf(7n));
check('an ERC-20 transfer', `${transfer.status} ${transfer.receipt.logs.length}`, 'confirmed 1');
check('its estimate sufficed', BigInt(transfer.gasLimit) >= BigInt(transfer.receipt.gasUsed), true);
check('its effect', await balance(), 7n);

const { gas, simulationFails } = await wallet.transactions.estimateGas({ from: wallet.account, ...transferOf(1001n) }, networkClientId);
check('an overdraft is told before it is sent', simulationFails !== undefined, true);
check('gas shown then is more than a transaction may have', BigInt(gas) > 2n ** 24n, true);
const refused = await ask('eth_estimateGas', { from: wallet.account, ...transferOf(1001n) }).catch(({ data }) => data);
check('and why', refused.code, 3);
const overdraft = await send({ ...transferOf(1001n), gas: '0x186a0' });
check('and fails when sent', `${overdraft.status} ${(await ask('eth_getTransactionReceipt', overdraft.hash)).status}`, 'failed 0x0');

// Several at once: the wallet numbers them itself, beginning from the node's count.
const many = await Promise.all([1n, 2n, 3n].map((amount) => send(transferOf(amount))));
check('three at once', many.map(({ status }) => status), 'confirmed,confirmed,confirmed');
check('their nonces', (await Promise.all(many.map(({ hash }) => sent(hash)))).map(({ nonce }) => BigInt(nonce)).sort(), '5,6,7');
check('their effect', await balance(), 13n);

// One that waits behind a gap is cancelled at no higher price, where none is higher than nothing; then the gap is filled.
const waiting = await wallet.send({ ...transferOf(100n), nonce: '0x9' }, { networkClientId });
await wallet.transactions.stopTransaction(waiting.id, typed);
const cancelling = wallet.transactions.state.transactions.find(({ type }) => type === 'cancel');
check('the cancellation waits too', (await sent(cancelling.hash)).blockHash, null);
check('the gap is filled', (await send({ to: recipient, value: '0x0' })).status, 'confirmed');
check('the cancellation', (await wallet.settled(cancelling.id)).status, 'confirmed');
check('what it cancelled', (await wallet.settled(waiting.id)).status, 'dropped');

// As towards a network without EIP-1559: the wallet asks for the price and sends type 0.
wallet.treatAsLegacy();
const legacy = await send(transferOf(1n));
check('a legacy transfer', `${legacy.status} ${legacy.receipt.type}`, 'confirmed 0x0');
check('its price as shown', BigInt(legacy.shown.gasPrice) === 0n, feeMode === 'blind');
check('its effect', await balance(), 14n);
process.exit(0); // the wallet goes on looking for blocks
