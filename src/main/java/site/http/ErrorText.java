package site.http;

/**
 * What an error status means to the person who meets it.
 *
 * @param title the status' own phrase (RFC 9110 15), as RFC 9457 asks for
 * @param sentence what happened, and what to do
 */
record ErrorText(String title, String sentence) {

  static ErrorText of(int status) {
    return switch (status) {
      case 400 -> text("Bad Request", "The request could not be understood. Check the address.");
      case 401 -> text("Unauthorized", "This page is for signed-in users. Sign in and try again.");
      case 403 -> text("Forbidden", "You may not see this page. Ask its owner for access.");
      case 404 ->
          text("Not Found", "There is no page at this address. Check it for typing mistakes.");
      case 405 -> text("Method Not Allowed", "This address cannot be used in this way.");
      case 406 -> text("Not Acceptable", "This page does not exist in a form you accept.");
      case 408 -> text("Request Timeout", "The request took too long to arrive. Try again.");
      case 410 -> text("Gone", "This page was removed and will not come back.");
      case 411 -> text("Length Required", "The request has to state the length of its content.");
      case 412 ->
          text("Precondition Failed", "The page changed in the meantime. Load it again first.");
      case 413 -> text("Content Too Large", "What you sent is too large. Send less.");
      case 414 -> text("URI Too Long", "The address is too long. Shorten it.");
      case 415 -> text("Unsupported Media Type", "This kind of content is not accepted here.");
      case 416 -> text("Range Not Satisfiable", "The part asked for lies outside the file.");
      case 417 -> text("Expectation Failed", "The request expects what cannot be done here.");
      case 421 ->
          text("Misdirected Request", "This connection belongs to another name. Open a new one.");
      case 426 -> text("Upgrade Required", "This page needs another protocol.");
      case 429 -> text("Too Many Requests", "Too many requests came from you. Wait a little.");
      case 431 ->
          text(
              "Request Header Fields Too Large",
              "The request's headers are too large. "
                  + "Deleting the cookies of this site may help.");
      case 500 -> text("Internal Server Error", "Something went wrong here. Try again later.");
      case 501 -> text("Not Implemented", "The server does not know how to do this.");
      case 502 ->
          text(
              "Bad Gateway",
              "The application behind this page cannot be reached. " + "Try again in a moment.");
      case 503 ->
          text("Service Unavailable", "The page is not available just now. Try again in a moment.");
      case 504 ->
          text(
              "Gateway Timeout",
              "The application behind this page took too long. " + "Try again in a moment.");
      case 505 ->
          text("HTTP Version Not Supported", "The request is in a version of HTTP not known here.");
      case 507 -> text("Insufficient Storage", "The server has no room left. Try again later.");
      default ->
          status < 500
              ? text("Client Error", "The request was refused.")
              : text("Server Error", "Something went wrong here. Try again later.");
    };
  }

  private static ErrorText text(String title, String sentence) {
    return new ErrorText(title, sentence);
  }
}
