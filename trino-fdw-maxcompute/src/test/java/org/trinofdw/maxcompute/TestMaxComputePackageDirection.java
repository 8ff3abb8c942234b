package org.trinofdw.maxcompute;

import org.junit.jupiter.api.Test;
import org.trinofdw.PackageDirection;

import static org.assertj.core.api.Assertions.assertThat;

final class TestMaxComputePackageDirection
{
    private static final String MODULE = "org.trinofdw.maxcompute";

    @Test
    void testDirection()
    {
        assertThat(PackageDirection.violations(MODULE)).isEmpty();
        assertThat(PackageDirection.unplaced(MODULE)).isEmpty();
    }
}
