package org.trinofdw.testing.postgres;

import io.zonky.test.db.postgres.embedded.PgBinaryResolver;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * A PostgreSQL of another version, from an archive of the kind that holds the usual one. All servers of this JVM are of that version if the system property
 * {@code fdw.postgres.binaries} names one.
 *
 * @param archive a jar with a compressed tar file for each system
 */
record PostgresBinaries(Path archive)
        implements PgBinaryResolver
{
    private static final String PROPERTY = "fdw.postgres.binaries";

    PostgresBinaries
    {
        requireNonNull(archive, "archive is null");
    }

    /** What the system property names, or empty for the version on the class path. */
    static Optional<PgBinaryResolver> ofProperty()
    {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(archive -> new PostgresBinaries(Path.of(archive)));
    }

    @Override
    public InputStream getPgBinary(String system, String architecture)
            throws IOException
    {
        String name = "postgres-%s-%s.txz".formatted(system, architecture).toLowerCase(ENGLISH);
        try (ZipFile jar = new ZipFile(archive.toFile())) {
            ZipEntry entry = jar.getEntry(name);
            if (entry == null) {
                throw new FileNotFoundException("%s has no %s".formatted(archive, name));
            }
            try (InputStream input = jar.getInputStream(entry)) {
                return new ByteArrayInputStream(input.readAllBytes());
            }
        }
    }
}
