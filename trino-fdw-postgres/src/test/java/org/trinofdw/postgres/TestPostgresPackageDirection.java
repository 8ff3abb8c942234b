package org.trinofdw.postgres;

import org.junit.jupiter.api.Test;
import org.trinofdw.PackageDirection;

import static org.assertj.core.api.Assertions.assertThat;

final class TestPostgresPackageDirection
{
    private static final String MODULE = "org.trinofdw.postgres";

    @Test
    void testDirection()
    {
        assertThat(PackageDirection.violations(MODULE)).isEmpty();
        assertThat(PackageDirection.unplaced(MODULE)).isEmpty();
    }
}
