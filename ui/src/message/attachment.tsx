/** A file in a thread: a picture one can enlarge, a voice message, or anything else to be saved to this device. */
import { Modal } from 'antd';
import { useState } from 'react';
import type { Carried } from '../ipc/bindings';
import { call } from '../ipc/client';
import { announce } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { sizeOf, toBlob } from './bytes';
import style from './message.module.css';
import { useAttachment } from './use-attachment';
import { Voice } from './voice';
import { words } from './words';

export function Attachment({ of, transcript, onTranscribe }: { of: Carried; transcript: string | null; onTranscribe?: (() => Promise<void>) | undefined }) {
  if (of.media_type.startsWith('image/') && of.media_type !== 'image/svg+xml') return <Photo of={of} />;
  if (of.media_type.startsWith('audio/')) return <Voice of={of} transcript={transcript} onTranscribe={onTranscribe} />;
  return <FileCard of={of} />;
}

function Photo({ of }: { of: Carried }) {
  const t = useWords(words);
  const [large, setLarge] = useState(false);
  const { url, failed, retry } = useAttachment(of.hash);
  if (failed) {
    return (
      <button type="button" className={style.photoGone} onClick={retry}>
        <Icon name="image" size={15} />
        {t('imageGone')}
      </button>
    );
  }
  const name = t('image', { name: of.name });
  return (
    <>
      <button type="button" className={style.photo} aria-label={t('openImage', { name: of.name })} onClick={() => setLarge(true)}>
        {url && <img src={url} alt={name} />}
      </button>
      <Modal open={large} onCancel={() => setLarge(false)} footer={null} title={of.name} width="min(1080px, calc(100vw - 48px))" centered closable={{ 'aria-label': t('close') }} destroyOnHidden>
        <img src={url} alt={name} className={style.large} />
      </Modal>
    </>
  );
}

/** Hands the bytes to the browser's or the window's own way of saving. */
async function save(of: Carried): Promise<void> {
  const file = await call('attachment.get', { hash: of.hash });
  const url = URL.createObjectURL(toBlob(file.bytes, 'application/octet-stream'));
  const link = Object.assign(document.createElement('a'), { href: url, download: of.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function FileCard({ of }: { of: Carried }) {
  const t = useWords(words);
  const [failed, setFailed] = useState(false);
  const press = () => {
    setFailed(false);
    save(of).catch((error: unknown) => {
      setFailed(true);
      announce('attachment.get', error);
    });
  };
  return (
    <button type="button" className={style.file} title={t('saveFile', { name: of.name })} onClick={press}>
      <Icon name="clip" size={18} />
      <span className="col grow">
        <span className="ell">{of.name}</span>
        <span className="t12 ink3 num">{failed ? t('fileGone') : sizeOf(of.bytes)}</span>
      </span>
    </button>
  );
}
