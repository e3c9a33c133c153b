import classes from './container-number.module.css';

const NUMBER = /^([A-Z]{4}\d{6})(\d)$/;

/** A container number as painted on the door, its check digit in a box. As text it is the plain number. */
export function ContainerNumber({ number }: { number: string }) {
  const [, body, digit] = NUMBER.exec(number) ?? [];
  if (body === undefined) return <span className={classes['number']}>{number}</span>;
  return (
    <span className={classes['number']}>
      {body}
      <span className={classes['digit']}>{digit}</span>
    </span>
  );
}
