// Deploys by script with Hardhat's own gas settings, transacts, decodes reverts, reads events, history and a proof.
import hre from 'hardhat';
import { check } from '../../checks.mjs';

const { ethers } = await hre.network.create();
const [signer] = await ethers.getSigners();
const story = await ethers.deployContract('Story', [32n]);
await story.waitForDeployment();
check('limit', await story.limit(), 32n);
const before = await ethers.provider.getBlockNumber();
const receipt = await (await story.tell('a first chapter')).wait();
check('told', receipt.status, 1);
check('chapters', await story.chapters(), 1n);

const events = await story.queryFilter(story.filters.Told(signer.address), receipt.blockNumber, receipt.blockNumber);
check('event', events[0].args.text, 'a first chapter');
check('past state', await story.chapters({ blockTag: before }), 0n);

try {
  await story.tell('x'.repeat(33));
  check('a long chapter', 'accepted', 'reverted');
} catch (error) {
  const revert = story.interface.parseError(error.data ?? error.info?.error?.data ?? error.revert?.data);
  check('custom error', `${revert.name}(${revert.args})`, 'TooLong(33,32)');
}
// With gas given nothing is estimated: the transaction is mined, and reverts there.
const failed = await (await story.tell('', { gasLimit: 100_000 })).wait().catch((error) => error.receipt);
check('a mined revert', failed.status, 0);
const trace = await ethers.provider.send('debug_traceTransaction', [failed.hash, {}]);
check('its trace fails', trace.failed, true);
check('its trace ends with', trace.structLogs.at(-1).op, 'REVERT');
const calls = await ethers.provider.send('debug_traceTransaction', [failed.hash, { tracer: 'callTracer' }]);
check('its reason', calls.revertReason, 'nothing told');

const proof = await ethers.provider.send('eth_getProof', [story.target, ['0x0'], 'latest']);
check('proof of chapters', BigInt(proof.storageProof[0].value), 1n);
check('proof nodes', proof.accountProof.length > 0, true);
