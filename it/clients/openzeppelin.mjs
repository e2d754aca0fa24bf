// OpenZeppelin's contracts with ethers: ERC-721, ERC-1155, ERC-20 with permit and votes, a governor, a UUPS upgrade, and
// account abstraction's EntryPoint with a simple account.
import { readFileSync } from 'node:fs';
import { Contract, ContractFactory, Interface, JsonRpcProvider, NonceManager, Signature, Wallet, getBytes, id } from 'ethers';
import { check } from './checks.mjs';
import { compile } from './compile.mjs';

const [url, privateKey] = process.argv.slice(2);
const provider = new JsonRpcProvider(url, undefined, { polling: true, pollingInterval: 50, cacheTimeout: -1 });
const owner = new Wallet(privateKey, provider);
const sender = new NonceManager(owner);
const { chainId } = await provider.getNetwork();
const library = compile('contracts/Library.sol');
const deploy = async ({ abi, bytecode }, ...args) =>
  (await new ContractFactory(abi, bytecode, sender).deploy(...args)).waitForDeployment();
const done = async (sent) => (await sent).wait();
const refused = async (contract, call) => {
  try {
    await call();
    return 'accepted';
  } catch (error) {
    return error.revert?.name ?? contract.interface.parseError(error.data)?.name;
  }
};

const deed = await deploy(library.Deed);
await done(deed.mint(owner.address, 7n));
check('ERC-721 owner', await deed.ownerOf(7n), owner.address);
check('ERC-721 taken', await refused(deed, () => deed.mint.staticCall(owner.address, 7n)), 'ERC721InvalidSender');
check('ERC-721 to no receiver', await refused(deed, () => deed.mint.staticCall(deed.target, 8n)), 'ERC721InvalidReceiver');

const parts = await deploy(library.Parts);
await done(parts.mint(owner.address, [1n, 2n], [10n, 20n]));
check('ERC-1155 batch', (await parts.balanceOfBatch([owner.address, owner.address], [1n, 2n])).join(), '10,20');

const share = await deploy(library.Share);
const spender = Wallet.createRandom().address;
const permit = Signature.from(await owner.signTypedData(
  { name: 'Share', version: '1', chainId, verifyingContract: share.target },
  { Permit: ['owner', 'spender', 'value', 'nonce', 'deadline'].map((name) => ({ name, type: name === 'owner' || name === 'spender' ? 'address' : 'uint256' })) },
  { owner: owner.address, spender, value: 5n, nonce: 0n, deadline: 2n ** 64n },
));
await done(share.permit(owner.address, spender, 5n, 2n ** 64n, permit.v, permit.r, permit.s));
check('ERC-2612 permit', await share.allowance(owner.address, spender), 5n);

await done(share.delegate(owner.address));
const board = await deploy(library.Board, share.target);
const proposal = [[board.target], [0n], [board.interface.encodeFunctionData('setSeats', [9n])]];
const proposed = await done(board.propose(...proposal, 'nine seats'));
const proposalId = board.interface.parseLog(proposed.logs[0]).args.proposalId;
const step = () => done(sender.sendTransaction({ to: owner.address })); // each transaction is a block, and votes count blocks
for (let i = 0; i < 10 && await board.state(proposalId) === 0n; i++) await step();
check('governor: active', await board.state(proposalId), 1n);
await done(board.castVote(proposalId, 1));
for (let i = 0; i < 10 && await board.state(proposalId) === 1n; i++) await step();
check('governor: succeeded', await board.state(proposalId), 4n);
await done(board.execute(...proposal, id('nine seats')));
check('governor: executed', await board.seats(), 9n);

const [first, second] = [await deploy(library.BoxV1), await deploy(library.BoxV2)];
const proxy = await deploy(library.Proxy, first.target, first.interface.encodeFunctionData('initialize', [owner.address]));
const box = new Contract(proxy.target, library.BoxV2.abi, sender);
await done(box.set(41n));
await done(box.upgradeToAndCall(second.target, '0x'));
await done(box.increment());
check('UUPS: state stays, code changes', await box.value(), 42n);
const stranger = new Contract(proxy.target, library.BoxV2.abi, Wallet.createRandom(provider));
check('UUPS: a stranger', await refused(box, () => stranger.upgradeToAndCall.staticCall(first.target, '0x')), 'OwnableUnauthorizedAccount');

const artifact = (name) => JSON.parse(readFileSync(new URL(`node_modules/@account-abstraction/contracts/artifacts/${name}.json`, import.meta.url), 'utf8'));
const entryPoint = await deploy(artifact('EntryPoint'));
const factory = await deploy(artifact('SimpleAccountFactory'), entryPoint.target);
const account = await factory.getFunction('getAddress').staticCall(owner.address, 0n);
await done(entryPoint.depositTo(account, { value: 10n ** 18n }));
check('EntryPoint: deposit', await entryPoint.balanceOf(account), 10n ** 18n);
const pack = (high, low) => `0x${high.toString(16).padStart(32, '0')}${low.toString(16).padStart(32, '0')}`;
const operation = {
  sender: account,
  nonce: 0n,
  initCode: factory.target + factory.interface.encodeFunctionData('createAccount', [owner.address, 0n]).slice(2),
  callData: new Interface(['function execute(address,uint256,bytes)'])
    .encodeFunctionData('execute', [box.target, 0n, box.interface.encodeFunctionData('set', [77n])]),
  accountGasLimits: pack(1_000_000n, 200_000n),
  preVerificationGas: 50_000n,
  gasFees: pack(0n, 0n),
  paymasterAndData: '0x',
  signature: '0x',
};
const hash = await entryPoint.getUserOpHash(operation);
operation.signature = owner.signingKey.sign(getBytes(hash)).serialized;
const handled = await done(entryPoint.handleOps([operation], spender, { gasLimit: 3_000_000n }));
const event = handled.logs.map((log) => entryPoint.interface.parseLog(log)).find((log) => log?.name === 'UserOperationEvent');
check('EntryPoint: operation', event.args.success, true);
check('EntryPoint: its effect', await box.value(), 77n);
provider.destroy();
