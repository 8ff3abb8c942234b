package org.trinofdw;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class TestPackageDirection
{
    @Test
    void testDirection()
    {
        assertThat(PackageDirection.violations("org.trinofdw")).isEmpty();
    }

    @Test
    void testEveryPackageHasItsPlace()
    {
        assertThat(PackageDirection.unplaced("org.trinofdw")).isEmpty();
    }
}
