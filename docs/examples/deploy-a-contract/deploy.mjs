// Deploys an ERC-20, transfers and reads the event back:  node deploy.mjs http://127.0.0.1:8545
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// In a project of your own this is: import { ContractFactory, … } from 'ethers';
const { ContractFactory, JsonRpcProvider, NonceManager, Wallet } =
  createRequire(new URL('../../../it/clients/package.json', import.meta.url))('ethers');

const artifact = new URL('../../../contracts/src/main/resources/contracts/ExampleToken.json', import.meta.url);
const { abi, bytecode } = JSON.parse(readFileSync(artifact, 'utf8'));

const provider = new JsonRpcProvider(process.argv[2]);
const wallet = Wallet.createRandom(provider);
console.log('deployer ', wallet.address, 'with', String(await provider.getBalance(wallet.address)), 'wei');

const factory = new ContractFactory(abi, bytecode, new NonceManager(wallet));
const token = await factory.deploy('Example', 'EXM', 1_000_000n);
const deployment = await token.deploymentTransaction().wait();
console.log('token    ', token.target, 'in block', deployment.blockNumber);

const recipient = '0x00000000000000000000000000000000000000b0';
const receipt = await (await token.transfer(recipient, 42n)).wait(); // final: no confirmations to wait for
const outcome = receipt.status === 1 ? 'success' : 'failure';
console.log('transfer ', outcome, 'in block', `${receipt.blockNumber}, fee`, String(receipt.fee), 'wei');
console.log('recipient', String(await token.balanceOf(recipient)), 'of', String(await token.totalSupply()));

const [event] = await token.queryFilter('Transfer', receipt.blockNumber, receipt.blockNumber);
console.log('event    ', event.eventName, 'of', String(event.args[2]));
provider.destroy();
