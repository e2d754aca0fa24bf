// Hardhat's network helpers against a development network: fixtures, time, impersonation, accounts, blocks.
import hre from 'hardhat';
import { check } from '../../checks.mjs';

const { ethers, networkHelpers } = await hre.network.create();
const { time } = networkHelpers;
const [owner] = await ethers.getSigners();
const other = '0x000000000000000000000000000000000000b0d1';
const contract = '0x00000000000000000000000000000000000c0de5';

/** As Hardhat's sample project has it: a contract, and a time in its future. */
async function fixture() {
  const story = await ethers.deployContract('Story', [32n]);
  return { story, due: (await time.latest()) + 365 * 24 * 3_600 };
}

let first;
for (const turn of ['first', 'second', 'third']) {
  const { story, due } = await networkHelpers.loadFixture(fixture);
  first ??= { target: story.target, due };
  check(`${turn}: the same contract`, story.target, first.target);
  check(`${turn}: still in the future`, (await time.latest()) < due, true);
  check(`${turn}: nothing told`, await story.chapters(), 0n);
  await (await story.tell(turn)).wait();
  check(`${turn}: told`, await story.chapters(), 1n);
  check(`${turn}: one event`, (await story.queryFilter(story.filters.Told())).length, 1);
  await time.increaseTo(due);
  check(`${turn}: a year later`, await time.latest(), due);
  await (await story.tell('later')).wait();
}

await networkHelpers.clearSnapshots();
await time.increase(100);
const now = await time.latest();
await time.setNextBlockTimestamp(now + 50);
const receipt = await (await owner.sendTransaction({ to: other, value: 1n })).wait();
check('timestamp of a block', (await ethers.provider.getBlock(receipt.blockNumber)).timestamp, now + 50);

await networkHelpers.setCode(contract, '0x6001600055');
await networkHelpers.setBalance(contract, 10n ** 18n);
await networkHelpers.setStorageAt(contract, 1n, 99n);
check('storage', BigInt(await networkHelpers.getStorageAt(contract, 1n)), 99n);
await networkHelpers.setNonce(contract, 5n);
const impersonated = await ethers.getImpersonatedSigner(contract);
const sent = await impersonated.sendTransaction({ to: other, value: 7n });
check('a contract sends', `${sent.from.toLowerCase()} ${sent.nonce}`, `${contract} 5`);
check('it is mined', (await sent.wait()).status, 1);
await networkHelpers.stopImpersonatingAccount(contract);

const height = await time.latestBlock();
await networkHelpers.mine(25, { interval: 12 });
check('mined', await time.latestBlock(), height + 25);
await networkHelpers.mineUpTo(height + 30);
check('mined up to', await time.latestBlock(), height + 30);
const snapshot = await networkHelpers.takeSnapshot();
await networkHelpers.setBalance(contract, 0n);
await snapshot.restore();
check('restored', (await ethers.provider.getBalance(contract)) > 0n, true);
await networkHelpers.setBlockGasLimit(25_000_000n);
check('gas limit', (await ethers.provider.getBlock('latest')).gasLimit, 25_000_000n);
