import { PageHead } from '../ui';
export const Networks = () => <PageHead title="Other networks" />;
