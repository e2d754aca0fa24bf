// The story with viem: public and wallet clients, simulateContract, watched events, multicall, the past, a proof.
import {
  BaseError, ContractFunctionRevertedError, createPublicClient, createWalletClient, defineChain, http, webSocket,
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
  contracts: { multicall3: { address: '0xcA11bde05977b3631167028862bE2a173976CA11' } },
});
const account = privateKeyToAccount(privateKey);
const reader = createPublicClient({ chain, transport: http(url, { batch: true }), pollingInterval: 50 });
const socket = createPublicClient({ chain, transport: webSocket(url.replace('http', 'ws')) });
const writer = createWalletClient({ account, chain, transport: http(url) });

const { contractAddress: address } = await reader.waitForTransactionReceipt({
  hash: await writer.deployContract({ abi, bytecode, args: [32n] }),
});
const story = { address, abi };
const start = await reader.getBlockNumber();

const waitFor = (client) => new Promise((resolve, reject) => {
  const stop = client.watchContractEvent({
    ...story, eventName: 'Told', onError: reject, onLogs: (logs) => { stop(); resolve(logs[0].args.text); },
  });
});
const polled = waitFor(reader);
const pushed = waitFor(socket);
await new Promise((resolve) => { setTimeout(resolve, 500); }); // both watches are set up by requests of their own

const { request, result } = await reader.simulateContract({ ...story, account, functionName: 'tell', args: ['one'] });
check('what would be told', result, 1n);
const receipt = await reader.waitForTransactionReceipt({ hash: await writer.writeContract(request) });
check('told', receipt.status, 'success');
check('watched by polling', await polled, 'one');
check('watched over WebSocket', await pushed, 'one');

const reverts = async (call) => {
  try {
    await call();
    return 'accepted';
  } catch (error) {
    const cause = error instanceof BaseError && error.walk((inner) => inner instanceof ContractFunctionRevertedError);
    return cause ? `${cause.data?.errorName}(${cause.data?.args ?? ''})` : String(error);
  }
};
check('custom error', await reverts(() => reader.simulateContract(
  { ...story, account, functionName: 'tell', args: ['x'.repeat(33)] })), 'TooLong(33,32)');
check('panic', await reverts(() => reader.readContract({ ...story, functionName: 'divide', args: [0n] })), 'Panic(18)');

const many = await reader.multicall({
  contracts: [0n, 1n].map((chapter) => ({ ...story, functionName: 'text', args: [chapter] })), allowFailure: false,
});
check('multicall', many.join(), ',one');
check('the past', await reader.readContract({ ...story, functionName: 'chapters', blockNumber: start }), 0n);
const [event] = await reader.getContractEvents({ ...story, eventName: 'Told', fromBlock: start });
check('event', event.args.chapter, 1n);
const proof = await reader.getProof({ address, storageKeys: [`0x${'0'.repeat(64)}`] });
check('a proof', proof.storageProof[0].value, 1n);
const fees = await reader.estimateFeesPerGas();
check('fees', fees.maxFeePerGas >= 0n, true);
const signed = await writer.signTransaction(await writer.prepareTransactionRequest({ to: account.address, value: 0n }));
const sync = await reader.request({ method: 'eth_sendRawTransactionSync', params: [signed] });
check('a receipt in one call', sync.status, '0x1');
process.exit(0); // viem keeps the socket open
