/** The files that will go along, each with its state and a way to drop it. */
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { sizeOf } from '../message/bytes';
import style from './draft.module.css';
import type { Files } from './use-files';
import { words } from './words';

export function FileChips({ files }: { files: Files }) {
  const t = useWords(words);
  if (files.list.length === 0) return null;
  return (
    <ul className={style.files}>
      {files.list.map((file) => (
        <li key={file.key} className={classes(style.file, file.state === 'failed' && style.fileFailed)}>
          <Icon name={file.carried?.media_type.startsWith('image/') ? 'image' : 'clip'} size={14} />
          <span className="ell">{file.name}</span>
          <span className="t12 ink3 num nowrap">{file.state === 'kept' ? sizeOf(file.bytes) : t(file.state === 'saving' ? 'fileSaving' : 'fileFailed')}</span>
          {file.state === 'failed' && <IconButton icon="refresh" small label={t('retryFile', { name: file.name })} onClick={() => files.retry(file.key)} />}
          <IconButton icon="x" small label={t('removeFile', { name: file.name })} onClick={() => files.remove(file.key)} />
        </li>
      ))}
    </ul>
  );
}
