import { render } from 'preact';
import { App } from './app';
import { live } from './live';
import { applyTheme, takeTokenFromAddress } from './session';
import { lookForWallets } from './wallet';
import './style.css';

takeTokenFromAddress();
applyTheme();
lookForWallets();
live.start();
render(<App />, document.getElementById('app')!);
