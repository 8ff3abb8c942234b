package org.trinofdw.postgres.type;

import org.trinofdw.postgres.copy.ColumnEncoder;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * How a column is written.
 *
 * @param stagingType type whose binary format the encoder writes, if it is not the column's own. Such a column cannot be
 * written by a COPY into its table; the rows go through a staging table that has this type, and are cast from there.
 */
public record WriteForm(Optional<String> stagingType, ColumnEncoder encoder)
{
    public WriteForm
    {
        requireNonNull(stagingType, "stagingType is null");
        requireNonNull(encoder, "encoder is null");
    }

    /** Whether COPY can write straight to the column. */
    public boolean isDirect()
    {
        return stagingType.isEmpty();
    }
}
