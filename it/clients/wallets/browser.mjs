// A real Chromium: a page whose origin a replica allows uses a wallet, first one inside the page, then an extension.
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { check } from '../checks.mjs';

const [executablePath, rpcUrl, pagePort, otherPort, artifactPath, pageKey, extensionKey] = process.argv.slice(2);
const { abi, bytecode } = JSON.parse(readFileSync(artifactPath, 'utf8'));
const folder = await mkdtemp(join(tmpdir(), 'quorate-browser-'));
const chainId = (await (await fetch(rpcUrl, { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}' })).json()).result;

const bundle = async (entry, key) => {
  const { outputFiles: [{ text }] } = await build({ entryPoints: [new URL(entry, import.meta.url).pathname], bundle: true,
    write: false, format: 'iife', target: 'chrome120', define: { WALLET_KEY: JSON.stringify(key ?? '') } });
  return text;
};
const extension = join(folder, 'extension');
await cp(new URL('extension', import.meta.url).pathname, extension, { recursive: true });
for (const script of ['background.js', 'inpage.js', 'relay.js']) {
  await writeFile(join(extension, script), await bundle(`extension/${script}`, extensionKey));
}
const dapp = await bundle('page/dapp.js');
const injected = await bundle('page/injected.js', pageKey);

const serve = (port) => new Promise((resolve) => {
  const server = createServer((request, response) => {
    const script = request.url === '/dapp.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
    response.end(script ? dapp : '<!doctype html><title>A page</title><script src="/dapp.js"></script>');
  });
  server.listen(Number(port), '127.0.0.1', () => resolve(server));
});
const servers = [await serve(pagePort), await serve(otherPort)];

const browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
  executablePath,
  headless: false, // the old headless mode, which playwright means by it, has no extensions
  ignoreDefaultArgs: ['--disable-extensions'],
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', `--disable-extensions-except=${extension}`, `--load-extension=${extension}`],
});
try {
  const open = async (port, ...scripts) => {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(`page: ${error}`));
    page.on('console', (message) => console.error(`page: ${message.text()}`));
    for (const content of scripts) await page.addInitScript({ content });
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction(() => window.ready);
    return page;
  };
  const allowed = await open(pagePort, injected);
  for (const [wallet, rdns] of [['page', 'test.wallet.page'], ['extension', 'test.wallet.extension']]) {
    const told = await allowed.evaluate((story) => window.story(story), { rdns, rpcUrl, chainId, abi, bytecode });
    const is = (what, expected) => check(`${wallet}: ${what}`, JSON.stringify(told[what]), JSON.stringify(expected));
    is('switchToUnknown', 4902);
    is('addUnderWrongId', -32602);
    is('changedTo', chainId);
    is('balance', '0x0');
    is('estimate', '0x5208');
    is('fees', { baseFeePerGas: '0x0', reward: ['0x0', '0x0'] });
    is('prices', ['0x0', '0x0']);
    is('status', 'success');
    is('price', '0');
    is('balanceAfter', '7');
    is('event', [true]);
    is('head', true);
    is('unsubscribed', true);
    is('overdraft', 3);
    is('signed', true);
  }
  const stranger = await open(otherPort);
  const { viaHttp, simple, viaSocket, viaWallet } = await stranger.evaluate((where) => window.intrude(where),
    { rpcUrl, chainId, rdns: 'test.wallet.extension' });
  check('another origin over HTTP', viaHttp, 'TypeError');
  check('and without asking first', simple, 'TypeError');
  check('another origin over WebSocket', viaSocket, 'refused');
  check('and through the extension', viaWallet, Number(chainId));
} finally {
  await browser.close();
  servers.forEach((server) => server.close());
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
