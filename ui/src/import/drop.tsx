/** A place to drop files or folders on, which is also a button that opens the chooser; another opens a chooser of folders. */
import { Button } from 'antd';
import { useRef, useState, type ChangeEvent, type DragEvent } from 'react';
import { classes } from '../kit/chip';
import { Icon } from '../kit/icons';
import { accepted, filesOf, isLitter } from './files';
import style from './import.module.css';

interface Props {
  title: string;
  kinds: readonly string[];
  note: string;
  many?: boolean;
  /** Words of the button that takes a whole folder; none where a folder makes no sense. */
  folder?: string;
  onFiles: (files: File[]) => void;
}

export function Drop({ title, kinds, note, many, folder, onFiles }: Props) {
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const folders = useRef<HTMLInputElement>(null);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void filesOf(event.dataTransfer).then(onFiles);
  };
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(event.target.files ?? [])].filter((file) => !isLitter(file.name)));
    event.target.value = '';
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- dropping is for the mouse; the button inside does the same for keys
    <div className={classes(style.drop, over && style.over)} onDragOver={(event) => (event.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)} onDrop={onDrop}>
      <button type="button" className={style.dropButton} onClick={() => chooser.current?.click()}>
        <Icon name="archive" size={28} />
        <b>{title}</b>
        <span className="t13 ink2">{note}</span>
      </button>
      <input ref={chooser} type="file" hidden multiple={many} accept={accepted(kinds)} aria-label={title} onChange={chosen} />
      {folder && (
        <div className={style.dropFolder}>
          <Button onClick={() => folders.current?.click()}>{folder}</Button>
          <input ref={folders} type="file" hidden multiple aria-label={folder} onChange={chosen} {...{ webkitdirectory: '' }} />
        </div>
      )}
    </div>
  );
}
