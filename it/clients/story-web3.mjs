// The story with web3.js 4, over HTTP and WebSocket.
import { Web3 } from 'web3';
import { check } from './checks.mjs';
import { compile } from './compile.mjs';

const [url, privateKey] = process.argv.slice(2);
const { abi, bytecode } = compile('hardhat/contracts/Story.sol').Story;
const web3 = new Web3(url);
web3.eth.transactionPollingInterval = 100;
const { address: from } = web3.eth.accounts.wallet.add(privateKey)[0];
const story = await new web3.eth.Contract(abi).deploy({ data: bytecode, arguments: [32] }).send({ from });
const address = story.options.address;
const start = await web3.eth.getBlockNumber();

const socket = new Web3(url.replace('http', 'ws'));
const subscription = await new socket.eth.Contract(abi, address).events.Told();
const pushed = new Promise((resolve, reject) => {
  subscription.on('data', resolve);
  subscription.on('error', reject);
});
const receipt = await story.methods.tell('one').send({ from });
check('told', receipt.status, 1n);
check('its event', receipt.events.Told.returnValues.text, 'one');
check('an event over WebSocket', (await pushed).returnValues.chapter, 1n);
const past = await story.getPastEvents('Told', { fromBlock: start });
check('past events', past.length, 1);
check('the past', await story.methods.chapters().call({}, start), 0n);
try {
  await story.methods.tell('x'.repeat(33)).call({ from });
  check('a long chapter', 'accepted', 'reverted');
} catch (error) {
  const { errorName, errorArgs } = error.cause ?? error.innerError ?? error;
  check('custom error', `${errorName}(${errorArgs.length},${errorArgs.limit})`, 'TooLong(33,32)');
}
const proof = await web3.eth.getProof(address, [`0x${'0'.repeat(64)}`], 'latest');
check('a proof', BigInt(proof.storageProof[0].value), 1n);
socket.provider.disconnect();
process.exit(0);
