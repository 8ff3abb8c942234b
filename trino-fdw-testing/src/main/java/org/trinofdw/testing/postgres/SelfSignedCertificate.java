package org.trinofdw.testing.postgres;

import io.airlift.security.cert.CertificateBuilder;

import javax.security.auth.x500.X500Principal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.LocalDate;
import java.util.Base64;

import static io.airlift.security.cert.CertificateBuilder.certificateBuilder;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A new certificate of 127.0.0.1 with its key, as files in PEM form.
 */
record SelfSignedCertificate(Path certificate, Path key)
{
    /** Writes the files into a directory. */
    static SelfSignedCertificate create(Path directory)
            throws IOException
    {
        try {
            KeyPair keyPair = KeyPairGenerator.getInstance("EC").generateKeyPair();
            X500Principal name = new X500Principal("CN=127.0.0.1");
            CertificateBuilder builder = certificateBuilder()
                    .setKeyPair(keyPair)
                    .setSerialNumber(1)
                    .setIssuer(name)
                    .setSubject(name)
                    .setNotBefore(LocalDate.now().minusDays(1))
                    .setNotAfter(LocalDate.now().plusDays(30))
                    .addSanIpAddress(InetAddress.getByName("127.0.0.1"));
            SelfSignedCertificate files = new SelfSignedCertificate(directory.resolve("server.crt"), directory.resolve("server.key"));
            Files.writeString(files.certificate(), pem("CERTIFICATE", builder.buildSelfSigned().getEncoded()));
            Files.writeString(files.key(), pem("PRIVATE KEY", keyPair.getPrivate().getEncoded()));
            // PostgreSQL refuses a key that others may read
            Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-------"));
            return files;
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] content)
    {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content), label);
    }
}
