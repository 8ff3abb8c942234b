package org.trinofdw.product.bench;

import org.junit.jupiter.api.Test;
import org.trinofdw.product.bench.Measurement.Run;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import javax.xml.parsers.DocumentBuilderFactory;

import java.io.StringReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class TestComparisonPlot
{
    @Test
    void testBarsAreInProportion()
            throws Exception
    {
        Document document = plot(
                measurement("raw <COPY>", 2000, 2000, 3000),
                measurement("ours & theirs", 5000, 4000, 6000));

        List<Double> widths = elements(document, "rect")
                .filter(element -> !element.getAttribute("class").equals("page"))
                .map(element -> Double.valueOf(element.getAttribute("width")))
                .collect(toImmutableList());
        assertThat(widths).hasSize(2);
        assertThat(widths.get(1) / widths.get(0)).isEqualTo(2.5, within(0.01));
        // nothing is drawn beyond the page
        assertThat(elements(document, "line").mapToDouble(line -> Double.parseDouble(line.getAttribute("x2"))).max().orElseThrow()).isLessThan(Double.parseDouble(document.getDocumentElement().getAttribute("width")));
        // a mark for each run, and the axis
        assertThat(elements(document, "line")).hasSize(7);
        assertThat(document.getDocumentElement().getTextContent()).contains("raw <COPY>", "ours & theirs", "5.00 s", "2.50 ×", "1.00 ×");
    }

    private static Measurement measurement(String name, long... milliseconds)
    {
        return new Measurement(name, Arrays.stream(milliseconds)
                .mapToObj(wall -> new Run(Duration.ofMillis(wall), Cost.of(Duration.ZERO)))
                .toList());
    }

    private static Document plot(Measurement... measurements)
            throws Exception
    {
        String svg = new ComparisonPlot("A title", "a machine", List.of(new Comparison("Scan", 10, 0, List.of(measurements)))).toSvg();
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static Stream<Element> elements(Document document, String tag)
    {
        NodeList nodes = document.getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength()).mapToObj(index -> (Element) nodes.item(index));
    }
}
