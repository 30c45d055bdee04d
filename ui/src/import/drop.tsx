/** A place to drop files on, which is also a button that opens the chooser. */
import { useRef, useState, type DragEvent } from 'react';
import { classes } from '../kit/chip';
import { Icon } from '../kit/icons';
import { accepted } from './files';
import style from './import.module.css';

interface Props {
  title: string;
  kinds: readonly string[];
  note: string;
  many?: boolean;
  onFiles: (files: File[]) => void;
}

export function Drop({ title, kinds, note, many, onFiles }: Props) {
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- dropping is for the mouse; the button inside does the same for keys
    <div className={classes(style.drop, over && style.over)} onDragOver={(event) => (event.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)} onDrop={onDrop}>
      <button type="button" className={style.dropButton} onClick={() => chooser.current?.click()}>
        <Icon name="archive" size={28} />
        <b>{title}</b>
        <span className="t13 ink2">{note}</span>
      </button>
      <input ref={chooser} type="file" hidden multiple={many} accept={accepted(kinds)} aria-label={title}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }} />
    </div>
  );
}
