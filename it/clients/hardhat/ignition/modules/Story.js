import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';

export default buildModule('Story', (m) => {
  const story = m.contract('Story', [m.getParameter('limit', 32n)]);
  m.call(story, 'tell', ['once upon a time']);
  return { story };
});
