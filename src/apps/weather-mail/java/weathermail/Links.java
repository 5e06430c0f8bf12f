package weathermail;

import kit.Signer;
import kit.Tokens;

/**
 * Links that let a subscriber in. Those in every letter are made of the subscription's number with
 * the app's key, so that each letter has the same and the database knows none of them.
 */
final class Links {
  /** What a link is good for; the database keeps it by {@link Tokens#hash}. */
  enum Purpose {
    CONFIRM,
    MANAGE,
    UNSUBSCRIBE
  }

  private final Signer signer;

  Links(Signer signer) {
    this.signer = signer;
  }

  String token(Purpose purpose, String subscription) {
    return signer.sign("link " + purpose, subscription);
  }

  String manage(Subscription subscription) {
    return link(subscription, "/manage?t=", Purpose.MANAGE);
  }

  String unsubscribe(Subscription subscription) {
    return link(subscription, "/unsubscribe?t=", Purpose.UNSUBSCRIBE);
  }

  private String link(Subscription subscription, String path, Purpose purpose) {
    return subscription.base() + path + token(purpose, subscription.id());
  }
}
