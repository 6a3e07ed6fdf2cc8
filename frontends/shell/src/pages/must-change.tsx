import { Alert, Button, askAgain, go, logOut, useDialogs, wordsFor, type Me } from '@wangting/kit-core';
import { useTitle } from '../title.tsx';
import { PublicFrame } from '../public-frame.tsx';
import { ChangePassword } from './change-password.tsx';
import css from './form.module.css';

/** First login with a given password, or one that is ninety days old: nothing else is offered before it is changed. */
export default function MustChange({ me }: { me: Me }) {
  useTitle('修改密码');
  const { message } = useDialogs();
  const leave = () =>
    logOut().then(
      () => go('/', { force: true }),
      (error: unknown) => void message.error(wordsFor(error)),
    );
  return (
    <PublicFrame title="修改密码" atDoor>
      <section className={css.box} aria-labelledby="must-title">
        <h1 id="must-title">请先修改密码</h1>
        <Alert
          type="warning"
          showIcon
          title={`${me.unit?.name || me.name}，您是首次登录，或密码已满 90 天。修改密码后即可继续办理业务。`}
          style={{ margin: '12px 0 16px' }}
        />
        <ChangePassword
          onChanged={(words) => {
            void message.success(words);
            void askAgain().catch((error: unknown) => void message.error(wordsFor(error)));
          }}
        />
        <p style={{ marginTop: 16 }}>
          <Button onClick={() => void leave()}>登出</Button>
        </p>
      </section>
    </PublicFrame>
  );
}
