// The console in a real Chromium, as people with and without a role see it. Everything that a chain says is hostile here.
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { createPublicClient, createWalletClient, defineChain, encodeFunctionData, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { check } from '../checks.mjs';

const [executablePath, rpcUrl, artifactPath, governancePath, networkFolder, secretPath, networksPath, images = ''] = process.argv.slice(2);
const MARKUP = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
const EVIL = images ? 'Harbour Coin' : MARKUP; // pictures for the documents show the everyday
const { abi, bytecode } = JSON.parse(readFileSync(artifactPath, 'utf8'));
const governance = JSON.parse(readFileSync(governancePath, 'utf8')).abi;
const GOVERNANCE = '0x0000000000000000000000000000000000005102';
const LIMIT = 30_000;

const base64 = (value) => Buffer.from(value).toString('base64url');
const token = (subject, ...roles) => {
  const signed = `${base64('{"alg":"HS256","typ":"JWT"}')}.${base64(JSON.stringify({ sub: subject, roles, exp: Math.floor(Date.now() / 1000) + 3600 }))}`;
  return `${signed}.${createHmac('sha256', readFileSync(secretPath)).update(signed).digest('base64url')}`;
};

// What the chain holds: a token with an evil name, a proposal with an evil description, a transaction behind a gap.
const transport = http(rpcUrl);
const id = await createPublicClient({ transport }).getChainId();
const chain = defineChain({ id, name: 'test', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpcUrl] } } });
const reader = createPublicClient({ chain, transport, pollingInterval: 100 });
const adminKey = (replica) => `0x${readFileSync(join(networkFolder, `replica-${replica}`, 'admin.key'), 'utf8').trim().replace(/^0x/, '')}`;
const walletKey = adminKey(1);
const user = privateKeyToAccount(walletKey);
const proposer = createWalletClient({ account: privateKeyToAccount(adminKey(0)), chain, transport });
const writer = createWalletClient({ account: user, chain, transport });
const done = async (hash) => reader.waitForTransactionReceipt({ hash });
const deployed = await done(await writer.deployContract({ abi, bytecode, args: [EVIL, images ? 'HRB' : '<b>', 1_000_000n] }));
const address = deployed.contractAddress;
const actions = [{ target: GOVERNANCE, data: encodeFunctionData({ abi: governance, functionName: 'setLifetime', args: [86_400] }) }];
await done(await proposer.writeContract({ address: GOVERNANCE, abi: governance, functionName: 'propose', args: [actions, images ? 'Proposals are open for a day' : EVIL, false] }));
const stranger = createWalletClient({ account: privateKeyToAccount(`0x${'c7'.repeat(32)}`), chain, transport });
const gapped = await stranger.sendTransaction({ to: user.address, value: 0n, nonce: 7, gas: 21_000n });

// Other networks: one that says evil things, one that never ends, one that is not there.
const answers = {
  eth_chainId: '0x7a69', eth_syncing: false, net_peerCount: '0x5', web3_clientVersion: images ? 'besu/v26.3.0/linux-x86_64/openjdk-java-25' : `besu/${EVIL}`,
  qbft_getValidatorsByBlockNumber: [`0x${'ab'.repeat(20)}`, MARKUP],
};
const hex = (number) => `0x${number.toString(16)}`;
const listen = (handler) => new Promise((resolve) => {
  const server = createServer(handler);
  server.listen(0, '127.0.0.1', () => resolve(server));
});
const other = await listen(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  const { method, id: asked, params } = JSON.parse(body);
  if (method === 'eth_getBlockByNumber') {
    const number = params[0] === 'latest' ? 100 : Number(params[0]);
    answers[method] = { number: hex(number), timestamp: hex(Math.floor(Date.now() / 1000) - 2 * (100 - number)),
      gasUsed: '0x5208', gasLimit: '0x1c9c380', transactions: ['0x01'] };
  }
  response.end(JSON.stringify({ jsonrpc: '2.0', id: asked, ...(method in answers ? { result: answers[method] } : { error: { code: -32601, message: 'none' } }) }));
});
const endless = await listen((_, response) => {
  const timer = setInterval(() => response.write('x'.repeat(1 << 16)), 1);
  response.on('close', () => clearInterval(timer));
});
const urlOf = (server) => `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const complaints = [];
const injected = (await build({ entryPoints: [new URL('page/injected.js', import.meta.url).pathname], bundle: true, write: false,
  format: 'iife', target: 'chrome120', define: { WALLET_KEY: JSON.stringify(walletKey) } })).outputFiles[0].text;

const open = async (fragment = '#/', options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(rpcUrl).host) complaints.push(`asked ${request.url()}`);
  });
  await page.addInitScript({ content: injected });
  await page.goto(`${rpcUrl}/console${fragment}`);
  await page.waitForSelector('h1');
  return page;
};
const go = async (page, path, heading) => {
  await page.goto(`${rpcUrl}/console#/${path}`);
  await page.waitForFunction((expected) => document.querySelector('h1')?.textContent?.includes(expected), heading);
};
const sees = async (page, what, text, within = 'main') => {
  await page.waitForFunction(([where, expected]) => document.querySelector(where)?.textContent?.includes(expected), [within, text]);
  check(what, true, true);
};
const shot = async (page, name) => {
  if (images) await page.screenshot({ path: join(images, `console-${name}.png`) });
};

try {
  const served = await fetch(`${rpcUrl}/console`);
  const policy = served.headers.get('content-security-policy');
  check('policy without inline code', /script-src 'self'; style-src 'self'/.test(policy) && !policy.includes('unsafe'), true);
  check('no frame around it', policy.includes("frame-ancestors 'none'"), true);
  check('no sniffing, no referrer', [served.headers.get('x-content-type-options'), served.headers.get('referrer-policy')], 'nosniff,no-referrer');
  check('networks need a role', (await fetch(`${rpcUrl}/console/networks.json`)).status, 403);
  check('another origin is refused', (await fetch(rpcUrl, { method: 'POST', body: '{}', headers: { origin: 'http://127.0.0.1:1' } })).status, 403);
  check('nothing beside its files', (await fetch(`${rpcUrl}/console/Console.class`)).status, 404);

  // Nobody in particular: blocks are open, the state of ordering is not.
  const guest = await open();
  await guest.waitForSelector('[data-denied="bft_getStatus"]');
  check('a guest is told what is missing', await guest.textContent('[data-denied] strong'), 'This is not open without a token');
  await go(guest, 'blocks', 'Blocks');
  await guest.waitForSelector('tbody tr');
  check('a guest sees blocks', (await guest.locator('tbody tr').count()) >= 2, true);

  // A wrong token is refused at once, one of a role with less opens less.
  await guest.click('[data-session]');
  await guest.fill('textarea', `${token('mallory', 'operator')}x`);
  await guest.click('dialog[open] button[type=submit]');
  await guest.waitForSelector('dialog[open] .notice.bad');
  check('a forged token', await guest.getAttribute('[data-session]', 'data-session'), 'open');
  await guest.fill('textarea', token('paula', 'explorer'));
  await guest.click('dialog[open] button[type=submit]');
  await guest.waitForSelector('[data-session=token]');
  await go(guest, 'pool', 'Pool');
  await guest.waitForSelector('[data-denied="txpool_content"]');
  check('her roles', await guest.textContent('[data-denied] strong'), 'The roles of paula do not open this');
  await go(guest, 'audit/0x0000000000000000000000000000000000005100/0', 'Audit');
  await guest.waitForSelector('[data-denied="audit_getHistory"]');
  await go(guest, 'networks', 'Other networks');
  await guest.waitForSelector('[data-denied]');
  check('and networks', true, true);
  await guest.context().close();

  // The operator, by a token in the address, which does not stay there.
  const page = await open(`#token=${token('olga', 'operator')}`);
  await page.waitForSelector('[data-session=token]');
  check('the token leaves the address', page.url().includes('token'), false);
  check('and stays in this tab', await page.evaluate(() => [localStorage.length, Object.keys(sessionStorage).join()]), '0,quorate.token');
  await sees(page, 'margin of the quorum', '4 of 4 reached, 3 needed');
  await sees(page, 'all replicas', 'replica-3');
  await page.waitForSelector('.chart canvas');
  const head = async () => Number((await page.textContent('[data-live=head]')).replaceAll(',', ''));
  const before = await head();
  await done(await writer.sendTransaction({ to: user.address, value: 0n }));
  await page.waitForFunction((last) => Number(document.querySelector('[data-live=head]').textContent.replaceAll(',', '')) > last, before);
  check('a block shows without a reload', (await head()) > before, true);
  if (images) {
    for (let at = 0; at < 160; at++) {
      await done(await writer.sendTransaction({ to: stranger.account.address, value: 0n }));
      await page.waitForTimeout(at % 20 < 10 ? 60 : 260);
    }
  }
  await shot(page, 'overview');
  if (images) {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(2_500); // until charts are drawn anew
    await shot(page, 'dark');
    await page.emulateMedia({ colorScheme: 'light' });
  }

  // By keyboard alone, with a name for everything.
  await page.focus('body');
  await page.keyboard.press('Tab');
  check('first of all the skip link', await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
  await page.keyboard.press('Enter');
  check('which leads to the content', await page.evaluate(() => document.activeElement.tagName), 'H1');
  const nameless = () => page.evaluate(() => [...document.querySelectorAll('button, input, select, textarea, a[href]')]
    .filter((each) => !(each.textContent.trim() || each.getAttribute('aria-label') || each.labels?.length)).map((each) => each.outerHTML.slice(0, 80)));
  check('landmarks', await page.evaluate(() => ['header', 'nav[aria-label]', 'main', '[role=search]', '[role=status][aria-live]'].every((each) => document.querySelector(each))), true);

  // A transaction, found by its hash, and the block that it is in, with a certificate that is checked here.
  await page.fill('input[type=search]', deployed.transactionHash);
  await page.keyboard.press('Enter');
  await sees(page, 'a transaction', 'Contract made');
  await go(page, `blocks/${deployed.blockNumber}`, 'Block');
  await page.waitForSelector('[data-certificate]');
  check('certificate', await page.getAttribute('[data-certificate]', 'data-certificate'), 'good');
  await sees(page, 'and who signed', 'members signed, a quorum is 3');
  await page.setInputFiles('input[type=file]', join(networkFolder, 'genesis.json'));
  await sees(page, 'from the genesis file', 'the genesis file genesis.json');
  check('still good', await page.getAttribute('[data-certificate]', 'data-certificate'), 'good');
  await shot(page, 'block');
  const lie = async (what, change, expected) => {
    await page.route('**/', async (route) => {
      const answer = await route.fetch();
      const said = await answer.json();
      for (const each of Array.isArray(said) ? said : [said]) if (each.result?.slotRecords) change(each.result);
      await route.fulfill({ response: answer, json: said });
    });
    await go(page, 'blocks', 'Blocks');
    await page.goto(`${rpcUrl}/console#/blocks/${deployed.blockNumber}`);
    await page.waitForSelector('[data-certificate=refused]');
    check(what, (await page.textContent('[data-certificate] li.bad')).includes(expected), true);
    await page.unrouteAll({ behavior: 'ignoreErrors' }); // the page asks for other things all the time
  };
  const flip = (hex, at) => `${hex.slice(0, at)}${hex[at] === '0' ? '1' : '0'}${hex.slice(at + 1)}`;
  await lie('a wrong signature is refused', (proof) => { proof.certificate = flip(proof.certificate, proof.certificate.length - 30); }, 'is wrong');
  await lie('another record too', (proof) => { proof.slotRecords[0] = flip(proof.slotRecords[0], 20); }, 'with result');
  await lie('and another header', (proof) => { proof.headers[0] = flip(proof.headers[0], 40); }, 'hash');
  await lie('and too few signers', (proof) => {
    const at = 2 + 2 * (8 + 32 + 4); // the bitmap, after which a length and 65 bytes for each signer stand
    const bits = parseInt(proof.certificate.slice(at, at + 2), 16);
    const two = [0, 1, 2, 3].filter((bit) => (bits >> bit) & 1).slice(0, 2).reduce((all, bit) => all | (1 << bit), 0);
    const shares = proof.certificate.slice(at + 2 + 8, at + 2 + 8 + 2 * 2 * 65);
    proof.certificate = proof.certificate.slice(0, at) + two.toString(16).padStart(2, '0') + (2 * 65).toString(16).padStart(8, '0') + shares;
  }, '2 members signed, a quorum is 3 of 4');

  // A contract of an evil name, with an ABI that tries the same.
  await go(page, 'contracts', 'Contracts');
  await page.fill('input[name=address]', address);
  await page.fill('input[name=label]', EVIL.slice(0, 60));
  await page.fill('textarea[name=abi]', JSON.stringify([{ type: 'function', name: MARKUP, inputs: [], outputs: [], stateMutability: 'view' }]));
  await page.click('main form.stack button[type=submit]');
  await page.waitForSelector('[data-abi-error]');
  check('an evil ABI is refused, and says where', (await page.textContent('[data-abi-error]')).startsWith('entry 0: <img'), true);
  await page.fill('textarea[name=abi]', JSON.stringify({ abi }));
  await page.click('main form.stack button[type=submit]');
  await page.waitForSelector('[data-token]');
  check('an evil name is text', (await page.textContent('[data-token]')).startsWith(EVIL), true);
  check('and so is the label', (await page.textContent('h1')).startsWith(EVIL.slice(0, 20)), true);
  check('read by name', await page.locator('[data-function=balanceOf]').count(), 1);
  await page.click('[data-function=balanceOf] summary');
  await page.fill('[data-function=balanceOf] input', user.address);
  await page.click('[data-function=balanceOf] button');
  await page.waitForSelector('[data-function=balanceOf] [data-result]');
  check('a balance', await page.textContent('[data-function=balanceOf] [data-result]'), '1000000 (uint256)');
  await page.click('[data-function=balanceOf] summary');

  // A write through the wallet, and what it did, decoded.
  await page.click('[data-wallet]');
  await page.click('dialog[open] button.main');
  await page.waitForFunction((account) => document.querySelector('[data-wallet]').dataset.wallet.toLowerCase() === account.toLowerCase(), user.address);
  await page.click('role=tab[name=/^Write/]');
  await page.click('[data-function=transfer] summary');
  await page.fill('[data-function=transfer] input >> nth=0', stranger.account.address);
  await page.fill('[data-function=transfer] input >> nth=1', '250');
  await page.click('[data-function=transfer] button');
  await page.waitForSelector('[data-function=transfer] [data-sent="0x1"]');
  check('written', await reader.readContract({ address, abi, functionName: 'balanceOf', args: [stranger.account.address] }), 250n);
  await shot(page, 'contract');
  await page.click('[data-function=transfer] [data-sent] a');
  await sees(page, 'its call, decoded', 'transfer');
  await sees(page, 'its event, decoded', 'Transfer');
  await go(page, `contracts/${address}`, EVIL.slice(0, 20));
  await page.click('role=tab[name=Events]');
  await sees(page, 'events of the contract', 'Transfer');

  await go(page, 'pool', 'Pool');
  await sees(page, 'why it waits', "the sender's nonce 0 is missing here");
  check('which one', (await page.locator(`a[title="${gapped}"]`).count()), 1);

  await go(page, `audit/${address}/2`, 'Audit');
  await sees(page, 'history of a slot', '1000000');
  await go(page, `audit/${user.address}/nonce`, 'Audit');
  await page.waitForSelector('tbody tr');
  await go(page, `account/${user.address}`, 'Account');
  await sees(page, 'an account', 'admin');
  await go(page, 'account', 'Accounts');
  await sees(page, 'busy accounts', user.address.toLowerCase());
  await go(page, 'tx', 'Transactions');
  await page.waitForSelector('tbody tr');
  check('everything has a name', await nameless(), '');

  // Votes: an evil description, and an approval by the wallet.
  await go(page, 'members', 'Members');
  await sees(page, 'nodes', 'validator');
  await page.click('role=tab[name=/^Organisations/]');
  await sees(page, 'organisations', user.address.slice(0, 8));
  await page.click('role=tab[name=/^Proposals/]');
  await sees(page, 'what is proposed', 'setLifetime(86400)');
  await sees(page, 'its description', images ? 'open for a day' : EVIL);
  await sees(page, 'its count', '1 of 3 that are needed');
  await page.click('role=button[name=Approve]');
  await sees(page, 'the approval counts', '2 of 3 that are needed');
  await shot(page, 'members');

  // Other networks, which the replica asks.
  await go(page, 'networks', 'Other networks');
  await sees(page, 'none at first', 'No other network is configured');
  writeFileSync(networksPath, JSON.stringify({ networks: [
    { name: 'Besu test', rpc: `${urlOf(other)}/key-of-somebody` }, { name: 'Endless', rpc: urlOf(endless) }, { name: 'Gone', rpc: 'http://127.0.0.1:9' }] }));
  await sees(page, 'its validators', '0xabababababababababababababababababababab');
  await sees(page, 'its client as text', answers.web3_clientVersion.slice(0, 40));
  await page.waitForFunction(() => [...document.querySelectorAll('.badge.bad')].filter((each) => each.textContent === 'unreachable').length === 2);
  check('an endless answer and a missing one', true, true);
  check('keys in URLs stay with the replica', (await page.content()).includes('key-of-somebody'), false);
  await shot(page, 'networks');

  // Colours by system, by choice, and kept.
  await go(page, '', 'Overview');
  await page.click('[aria-label^="Colours: system"]');
  await page.click('[aria-label^="Colours: light"]');
  check('dark by choice', await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
  await page.reload();
  check('and kept', await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.waitForSelector('.chart canvas');

  await page.click('[data-session]');
  await page.click('dialog[open] >> text=Sign out');
  await page.waitForSelector('[data-denied]');
  check('signed out', await page.evaluate(() => sessionStorage.length), 0);
  check('no script of the chain ran', await page.evaluate(() => window.hacked), undefined);
  check('nothing to complain of', complaints.join('\n'), '');
} finally {
  await browser.close();
  other.close();
  endless.close();
}
process.exit(0);
