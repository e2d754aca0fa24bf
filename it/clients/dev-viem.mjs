// What viem's test clients tell a development network, in the forms of Hardhat and of Anvil.
import {
  createPublicClient, createTestClient, createWalletClient, defineChain, http, parseEther,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { check } from './checks.mjs';
import { compile } from './compile.mjs';

const [url, privateKey] = process.argv.slice(2);
const { abi, bytecode } = compile('hardhat/contracts/Story.sol').Story;
const chain = defineChain({
  id: 1337,
  name: 'quorate',
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [url] } },
});
const transport = http(url, { timeout: 300_000 });
const account = privateKeyToAccount(privateKey);
const reader = createPublicClient({ chain, transport, pollingInterval: 50, cacheTime: 0 });
const writer = createWalletClient({ account, chain, transport });
const nobody = '0x000000000000000000000000000000000000b0d1';
const receiptOf = (hash) => reader.waitForTransactionReceipt({ hash });
const latest = () => reader.getBlock();

for (const mode of ['hardhat', 'anvil']) {
  const test = createTestClient({ chain, mode, transport });
  const somebody = `0x${(mode === 'anvil' ? 'a1' : 'b2').repeat(20)}`;
  const named = (what) => `${mode}: ${what}`;

  await test.setBalance({ address: somebody, value: parseEther('3') });
  check(named('balance'), await reader.getBalance({ address: somebody }), parseEther('3'));
  await test.setNonce({ address: somebody, nonce: 300 });
  check(named('nonce'), await reader.getTransactionCount({ address: somebody }), 300);
  await test.setStorageAt({ address: somebody, index: 2, value: `0x${'0'.repeat(63)}7` });
  check(named('storage'), BigInt(await reader.getStorageAt({ address: somebody, slot: '0x2' })), 7n);

  const snapshot = await test.snapshot();
  const start = await latest();
  const deployment = await receiptOf(await writer.deployContract({ abi, bytecode, args: [32n] }));
  const story = { address: deployment.contractAddress, abi };
  check(named('told'), (await receiptOf(await writer.writeContract(
    { ...story, functionName: 'tell', args: ['one'] }))).status, 'success');
  const events = () => reader.getContractEvents({ ...story, eventName: 'Told', fromBlock: 0n });
  check(named('an event'), (await events()).length, 1);
  await test.revert({ id: snapshot });
  check(named('the contract is gone'), await reader.getCode({ address: story.address }), undefined);
  check(named('its events with it'), (await events()).length, 0);
  check(named('and its receipt'), await reader.getTransactionReceipt({ hash: deployment.transactionHash })
    .catch((error) => error.name), 'TransactionReceiptNotFoundError');
  check(named('time as it was'), (await latest()).timestamp, start.timestamp);
  check(named('the chain goes on'), (await latest()).number > deployment.blockNumber, true);
  const again = await receiptOf(await writer.deployContract({ abi, bytecode, args: [32n] }));
  check(named('the same transaction again'), again.transactionHash, deployment.transactionHash);
  check(named('in a later block'), again.blockNumber > deployment.blockNumber, true);

  await test.setCode({ address: somebody, bytecode: await reader.getCode({ address: again.contractAddress }) });
  await test.impersonateAccount({ address: somebody });
  const sent = await receiptOf(await writer.sendTransaction({ account: somebody, to: account.address, value: 5n }));
  check(named('a contract sends'), `${sent.from} ${sent.status}`, `${somebody} success`);
  await test.stopImpersonatingAccount({ address: somebody });
  check(named('and no more'), await writer.sendTransaction({ account: somebody, to: account.address, value: 5n })
    .catch((error) => error.details), `unknown account: the node has no key of ${somebody}`);

  await test.setAutomine(false);
  check(named('automine'), await test.getAutomine(), false);
  const waiting = await writer.sendTransaction({ to: nobody, value: 1n, gas: 100_000n });
  const dropped = await writer.sendTransaction({ to: nobody, value: 2n, gas: 100_000n });
  check(named('waits'), (await test.getTxpoolStatus()).pending, 2);
  await test.dropTransaction({ hash: dropped });
  const before = await latest();
  await test.mine({ blocks: 3, interval: 60 });
  check(named('three blocks'), (await latest()).number, before.number + 3n);
  check(named('an interval'), (await latest()).timestamp
    - (await reader.getBlock({ blockNumber: before.number + 2n })).timestamp, 60n);
  check(named('mined'), (await receiptOf(waiting)).blockNumber, before.number + 1n);
  check(named('dropped'), (await test.getTxpoolStatus()).pending, 0);
  await test.setIntervalMining({ interval: 1 });
  const ticking = await writer.sendTransaction({ to: nobody, value: 3n, gas: 100_000n });
  check(named('by the clock'), (await receiptOf(ticking)).status, 'success');
  await test.setIntervalMining({ interval: 0 });
  await test.setAutomine(true);

  await test.increaseTime({ seconds: 3_600 });
  const then = (await latest()).timestamp;
  await test.mine({ blocks: 1 });
  check(named('an hour later'), (await latest()).timestamp >= then + 3_600n, true);
  const next = (await latest()).timestamp + 1_000n;
  await test.setNextBlockTimestamp({ timestamp: next });
  const timed = await receiptOf(await writer.sendTransaction({ to: nobody, value: 1n, gas: 100_000n }));
  check(named('at its time'), (await reader.getBlock({ blockNumber: timed.blockNumber })).timestamp, next);
  await test.setBlockGasLimit({ gasLimit: 20_000_000n });
  check(named('gas limit'), (await latest()).gasLimit, 20_000_000n);
  await test.setCoinbase({ address: somebody });
  check(named('coinbase'), (await latest()).miner, somebody);
  check(named('no base fee'), await test.setNextBlockBaseFeePerGas({ baseFeePerGas: 7n })
    .catch((error) => error.details.includes('feeMode')), true);

  await test.reset({});
  check(named('reset'), await reader.getTransactionCount({ address: account.address }), 0);
  check(named('reset accounts'), await reader.getBalance({ address: somebody }), 0n);
  check(named('reset gas limit'), (await latest()).gasLimit, 60_000_000n);
}
