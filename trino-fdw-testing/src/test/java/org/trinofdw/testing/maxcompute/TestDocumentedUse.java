package org.trinofdw.testing.maxcompute;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of docs/local-maxcompute.md, word for word.
 */
final class TestDocumentedUse
{
    @Test
    void testExample()
    {
        try (LocalMaxCompute service = LocalMaxCompute.builder()
                .project("sales")
                .schemaProject("sales_with_schemas")
                .accessKey("id", "key")
                .limits(limits -> limits.withDownloadSessions(50))
                .start()) {
            service.execute("sales", "CREATE TABLE t (a BIGINT) PARTITIONED BY (pt STRING)");
            service.load("sales", Optional.empty(), "t", Optional.of("pt=1"), List.of(List.of(1L), List.of(2L)));
            // odps_endpoint = service.endpoint(), tunnel_endpoint = service.tunnelEndpoint()
            assertThat(service.rowCount("sales", Optional.empty(), "t")).isEqualTo(2);
            assertThat(service.endpoint()).startsWith("http://127.0.0.1:");
        }
    }
}
