/** A value that several places of the screen follow. */
export class Shared<T> {
  private readonly listeners = new Set<() => void>();
  private value: T;
  constructor(value: T) {
    this.value = value;
  }
  readonly get = (): T => this.value;
  readonly set = (value: T): void => {
    this.value = value;
    this.listeners.forEach((heard) => heard());
  };
  readonly subscribe = (heard: () => void): (() => void) => {
    this.listeners.add(heard);
    return () => void this.listeners.delete(heard);
  };
}
