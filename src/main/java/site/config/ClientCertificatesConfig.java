package site.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which clients have to show a certificate.
 *
 * @param file where the authorities stand
 * @param authorities their certificates in PEM
 * @param required whether there has to be one
 * @param header the request header that tells the action the subject, in lower case
 */
public record ClientCertificatesConfig(
    Path file, String authorities, boolean required, Optional<String> header) {}
