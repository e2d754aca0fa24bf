// Certificates of a network that signs with BLS12-381: their keys are in the genesis file alone.
import { chromium } from 'playwright-core';
import { check } from '../checks.mjs';

const [executablePath, rpcUrl, genesisPath, block] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage();
  await page.goto(`${rpcUrl}/console#/blocks/${block}`);
  await page.waitForSelector('[data-certificate]');
  check('without the genesis file', await page.getAttribute('[data-certificate]', 'data-certificate'), 'unchecked');
  await page.setInputFiles('input[type=file]', genesisPath);
  await page.waitForSelector('[data-certificate=good]');
  check('with it', (await page.textContent('[data-certificate]')).includes('members signed, a quorum is 3'), true);
  await page.route('**/', async (route) => {
    const answer = await route.fetch();
    const said = await answer.json();
    for (const { result } of Array.isArray(said) ? said : [said]) {
      if (!result?.certificate) continue;
      const at = 2 + 2 * (8 + 32 + 4); // another of the four did not sign, or signed as well
      const bits = parseInt(result.certificate.slice(at, at + 2), 16);
      result.certificate = `${result.certificate.slice(0, at)}${(bits === 15 ? 7 : 15).toString(16).padStart(2, '0')}${result.certificate.slice(at + 2)}`;
    }
    await route.fulfill({ response: answer, json: said });
  });
  await page.goto(`${rpcUrl}/console#/blocks`);
  await page.waitForSelector('tbody tr');
  await page.goto(`${rpcUrl}/console#/blocks/${block}`);
  await page.waitForSelector('[data-certificate=refused]');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  check('other signers', (await page.textContent('[data-certificate] li.bad')).includes('is wrong'), true);
} finally {
  await browser.close();
}
