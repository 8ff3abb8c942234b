package org.trinofdw.maxcompute.option;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionTable;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every option of AnalyticDB's document on MaxCompute foreign tables is an option here, at its level, and needed where it says so.
 */
final class TestMaxComputeOptions
{
    private static final OptionTable OPTIONS = MaxComputeOptions.TABLE_OF_OPTIONS;

    @ParameterizedTest
    @CsvSource({
            "tunnel_endpoint,SERVER",
            "odps_endpoint,SERVER",
            "id,USER_MAPPING",
            "key,USER_MAPPING",
            "project,TABLE",
            "table,TABLE",
            "partition,TABLE",
            "mpp_execute,TABLE",
            "num_segments,TABLE",
            "unmatched_partition_policy,TABLE",
    })
    void testHonoured(String name, OptionLevel level)
    {
        Option<?> option = OPTIONS.find(name).orElseThrow();
        assertThat(option.refusal()).isEmpty();
        assertThat(option.levels()).contains(level);
        assertThat(option.document()).isNotEmpty();
    }

    @Test
    void testAtLeastOneEndpoint()
    {
        assertThat(OPTIONS.problems(OptionLevel.SERVER, Map.of())).containsExactly("neither \"tunnel_endpoint\" nor \"odps_endpoint\" is set; set one of them");
        assertThat(OPTIONS.problems(OptionLevel.SERVER, Map.of("tunnel_endpoint", "dt.example.com"))).isEmpty();
    }

    @Test
    void testIdAndKeyAreRequired()
    {
        assertThat(OPTIONS.problems(OptionLevel.USER_MAPPING, Map.of("id", "x"))).containsExactly("\"id\" and \"key\" must be set, or \"bearer_token\", or \"credentials_uri\"");
        assertThat(OPTIONS.problems(OptionLevel.USER_MAPPING, Map.of("id", "x", "key", "y"))).isEmpty();
    }

    @Test
    void testSecrets()
    {
        assertThat(OPTIONS.options().stream().filter(Option::isSecret).map(Option::name).toList()).isEqualTo(List.of("key", "sts_token", "bearer_token", "credentials_uri"));
    }
}
