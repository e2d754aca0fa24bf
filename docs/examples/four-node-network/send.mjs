// Sends COUNT transactions to the first replica and waits until all replicas have its newest block:
//   node send.mjs COUNT URL URL …
import { createRequire } from 'node:module';

// In a project of your own this is: import { JsonRpcProvider, Wallet } from 'ethers';
const { JsonRpcProvider, Wallet } =
  createRequire(new URL('../../../it/clients/package.json', import.meta.url))('ethers');

const [count, ...urls] = process.argv.slice(2);
const replicas = urls.map((url) => new JsonRpcProvider(url, undefined, { pollingInterval: 100, cacheTimeout: -1 }));
const wallet = Wallet.createRandom(replicas[0]); // owns nothing: the chain charges nothing

for (let i = 0; i < Number(count); i++) {
  await (await wallet.sendTransaction({ to: wallet.address })).wait();
}
const block = await replicas[0].getBlock('latest');
for (const replica of replicas) {
  let same = await replica.getBlock(block.number);
  while (same === null) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    same = await replica.getBlock(block.number);
  }
  if (same.hash !== block.hash) throw new Error(`two blocks ${block.number}: ${same.hash} and ${block.hash}`);
}
console.log('block', block.number, block.hash);
replicas.forEach((replica) => replica.destroy());
