// The story with ethers 6: one HTTP request for many calls, a filter, a WebSocket, a revert by name, the past, a proof.
import { Contract, ContractFactory, JsonRpcProvider, NonceManager, Wallet, WebSocketProvider } from 'ethers';
import { check } from './checks.mjs';
import { compile } from './compile.mjs';

const [url, privateKey] = process.argv.slice(2);
const { abi, bytecode } = compile('hardhat/contracts/Story.sol').Story;
const requests = [];
const provider = new JsonRpcProvider(url, undefined, { polling: true, pollingInterval: 100, batchMaxCount: 100 });
provider.on('debug', ({ action, payload }) => action === 'sendRpcPayload' && requests.push(payload));
const wallet = new NonceManager(new Wallet(privateKey, provider));
const story = await (await new ContractFactory(abi, bytecode, wallet).deploy(32n)).waitForDeployment();

const told = new Promise((resolve) => { story.once('Told', (by, chapter, text) => resolve(text)); });
const { blockNumber: start } = await story.deploymentTransaction().wait();
const receipts = await Promise.all(['one', 'two', 'three'].map(async (text) => (await story.tell(text)).wait()));
check('all told', receipts.every(({ status }) => status === 1), true);
check('an event by polling', ['one', 'two', 'three'].includes(await told), true);

const before = requests.length;
const chapters = await Promise.all([...Array(60).keys()].map((index) => story.text(index % 4)));
check('60 calls', new Set(chapters).size, 4);
check('went in batches', requests.slice(before).some((payload) => Array.isArray(payload) && payload.length >= 50), true);

const events = await story.queryFilter('Told', start);
check('events', events.map(({ args }) => args.chapter).join(), '1,2,3');
check('the past', await story.chapters({ blockTag: start }), 0n);

const socket = new WebSocketProvider(url.replace('http', 'ws'));
const heard = new Contract(story.target, abi, socket);
const pushed = new Promise((resolve) => { heard.on('Told', (by, chapter) => resolve(chapter)); });
const head = new Promise((resolve) => { socket.on('block', resolve); });
await socket.getBlockNumber();
await (await story.tell('four')).wait();
check('an event over WebSocket', await pushed, 4n);
check('a head over WebSocket', (await head) > start, true);

try {
  await story.tell('x'.repeat(33));
  check('a long chapter', 'accepted', 'reverted');
} catch (error) {
  const revert = story.interface.parseError(error.data); // it failed at the estimate, which ethers leaves undecoded
  check('custom error', `${revert.name}(${revert.args})`, 'TooLong(33,32)');
}
try {
  await story.divide(0);
  check('a division by zero', 'answered', 'reverted');
} catch (error) {
  check('panic', `${error.revert.name}(${error.revert.args})`, 'Panic(18)');
}
const proof = await provider.send('eth_getProof', [story.target, ['0x0'], 'latest']);
check('a proof', BigInt(proof.storageProof[0].value), 4n);
await socket.destroy();
provider.destroy();
