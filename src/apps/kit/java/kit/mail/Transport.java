package kit.mail;

import io.vertx.core.Future;
import io.vertx.ext.mail.MailMessage;

/** Takes letters to where they are read. */
public interface Transport {
  /**
   * Done when the letter is taken over for good.
   *
   * @param id names the letter, the same at each attempt
   * @return fails with {@link Refusal}, or with something else when nobody knows whether it arrived
   */
  Future<Void> deliver(String id, MailMessage message);

  /** Whether letters leave this machine, so that their number matters. */
  boolean isCounted();

  Future<Void> close();
}
