// Deploys the ERC-20 with ethers, transfers, reads balances and events, over HTTP and WebSocket.
import { ContractFactory, JsonRpcProvider, Wallet, WebSocketProvider, NonceManager } from 'ethers';
import { artifact, check, constructorArguments, privateKey, recipient, url } from './common.mjs';

const provider = new JsonRpcProvider(url, undefined, { polling: true, pollingInterval: 100 });
const wallet = new Wallet(privateKey, provider);
const factory = new ContractFactory(artifact.abi, artifact.bytecode, new NonceManager(wallet));
const token = await factory.deploy(...constructorArguments(artifact.abi, 10n ** 24n));
await token.waitForDeployment();
const supply = await token.totalSupply();
check('deployer holds the supply', await token.balanceOf(wallet.address), supply);

const socket = new WebSocketProvider(url.replace('http', 'ws'));
const seen = new Promise((resolve) => {
  socket.on({ address: token.target, topics: [token.interface.getEvent('Transfer').topicHash] }, resolve);
});
await socket.getBlockNumber();
const before = await token.balanceOf(recipient);
const receipt = await (await token.transfer(recipient, 42n)).wait();
check('transfer succeeded', receipt.status, 1);
check('recipient received', (await token.balanceOf(recipient)) - before, 42n);
const events = await token.queryFilter(token.filters.Transfer(wallet.address, recipient), receipt.blockNumber, receipt.blockNumber);
check('one Transfer event', events.length, 1);
check('event amount', events[0].args[2], 42n);
const pushed = await seen;
check('event over WebSocket', pushed.address.toLowerCase(), token.target.toLowerCase());
try {
  await token.transfer.staticCall(recipient, supply * 2n);
  check('an overdraft reverts', 'succeeded', 'reverted');
} catch (error) {
  check('an overdraft reverts', error.revert?.name ?? error.code, 'ERC20InsufficientBalance');
}
await socket.destroy();
provider.destroy();
