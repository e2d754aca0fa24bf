// Deploys the ERC-20 with viem, transfers, reads balances and events.
import { createPublicClient, createWalletClient, defineChain, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { artifact, check, constructorArguments, privateKey, recipient, url } from './common.mjs';

const transport = http(url);
const probe = createPublicClient({ transport });
const chain = defineChain({
  id: await probe.getChainId(),
  name: 'quorate',
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [url] } },
});
const account = privateKeyToAccount(privateKey);
const reader = createPublicClient({ chain, transport, pollingInterval: 50 });
const writer = createWalletClient({ account, chain, transport });
const { abi, bytecode } = artifact;

const deployed = await writer.deployContract({ abi, bytecode, args: constructorArguments(abi, 10n ** 24n) });
const { contractAddress: address, status } = await reader.waitForTransactionReceipt({ hash: deployed });
check('deployment', status, 'success');
const read = (functionName, ...args) => reader.readContract({ address, abi, functionName, args });
check('deployer holds the supply', await read('balanceOf', account.address), await read('totalSupply'));
const hash = await writer.writeContract({ address, abi, functionName: 'transfer', args: [recipient, 7n] });
const receipt = await reader.waitForTransactionReceipt({ hash });
check('transfer', receipt.status, 'success');
check('recipient received', await read('balanceOf', recipient), 7n);
const events = await reader.getContractEvents({ address, abi, eventName: 'Transfer', fromBlock: receipt.blockNumber });
check('one Transfer event', events.length, 1);
check('event amount', events[0].args.value, 7n);
const finalized = await reader.getBlock({ blockTag: 'safe' });
check('safe covers the transfer', finalized.number >= receipt.blockNumber, true);
