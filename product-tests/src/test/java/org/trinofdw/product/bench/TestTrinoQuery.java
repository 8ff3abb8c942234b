package org.trinofdw.product.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestTrinoQuery
{
    @Test
    void testScanCpu()
            throws Exception
    {
        assertThat(scanCpu(
                """
                [
                    {"operatorType": "ScanFilterAndProjectOperator", "addInputCpu": "0.00ns", "getOutputCpu": "1.50s", "finishCpu": "2.00ms"},
                    {"operatorType": "AggregationOperator", "addInputCpu": "3.00s", "getOutputCpu": "0.00ns", "finishCpu": "0.00ns"},
                    {"operatorType": "TableScanOperator", "addInputCpu": "1.00us", "getOutputCpu": "1.00m", "finishCpu": "0.00ns"}
                ]
                """)).isEqualTo(Duration.ofNanos(61_502_001_000L));
        assertThatThrownBy(() -> scanCpu("[{\"operatorType\": \"TableScanOperator\", \"addInputCpu\": \"soon\"}]")).hasMessageContaining("'soon' is not a duration");
        assertThatThrownBy(() -> scanCpu("[{\"operatorType\": \"TableScanOperator\"}]")).hasMessageContaining("addInputCpu");
    }

    private static Duration scanCpu(String json)
            throws Exception
    {
        return TrinoQuery.scanCpu(new ObjectMapper().readTree(json));
    }
}
