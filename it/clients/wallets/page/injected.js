// The wallet that is put into the page itself: what it asks of the node is under the rules for the page's origin.
import { announce } from './announce.js';
import { createWallet } from './wallet.js';

const events = new EventTarget();
const emit = (event, detail) => events.dispatchEvent(new CustomEvent(event, { detail }));
announce('In the page', 'test.wallet.page', createWallet(WALLET_KEY, emit), events);
