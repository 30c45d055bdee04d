/** Keeps the frame standing when one room cannot be drawn; says what is safe and lets one try again. */
import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useWords } from '../../kit/i18n';
import { Empty } from '../../kit/states';
import { words } from './words';

interface Props {
  /** A new place is a new chance. */
  place: string;
  children: ReactNode;
}

interface State {
  broken: Error | undefined;
}

export class Boundary extends Component<Props, State> {
  override state: State = { broken: undefined };

  static getDerivedStateFromError(error: Error): State {
    return { broken: error };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.broken && before.place !== this.props.place) this.setState({ broken: undefined });
  }

  override render() {
    const { broken } = this.state;
    if (!broken) return this.props.children;
    return <Crashed message={broken.message} onRetry={() => this.setState({ broken: undefined })} />;
  }
}

function Crashed({ message, onRetry }: { message: string; onRetry: () => void }) {
  const t = useWords(words);
  return <Empty title={t('crashed')} next={<>{t('crashedSafe')}<div className="t12 ink3 mono">{message}</div></>} actions={<Button onClick={onRetry}>{t('again')}</Button>} />;
}
