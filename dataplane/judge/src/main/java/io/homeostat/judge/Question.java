package io.homeostat.judge;

import dev.langchain4j.model.chat.request.json.JsonSchema;

/**
 * One thing that a judge is asked, and how its reply is read.
 *
 * @param <T> what a reply says
 */
interface Question<T> {
  /** The system message; the same for every material, so that endpoints can cache it. */
  String instructions();

  /**
   * The user message.
   *
   * @param complaint what was wrong with the previous reply; null on the first try
   */
  String user(String complaint);

  /** The form that the reply must have. */
  JsonSchema schema();

  /**
   * Reads a reply.
   *
   * @throws UnusableReplyException with what is wrong, in words that the judge can act on
   */
  T parse(String reply) throws UnusableReplyException;
}
