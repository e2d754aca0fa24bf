package io.quorate.node.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringWriter;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * {@code report.html}: every number of {@code results.json}, as tables and pictures. Each cell names its place there (RFC 6901)
 * in {@code data-pointer}. The page is well-formed XML as well, and refers to nothing outside of itself.
 */
final class ReportPage {
    private static final String STYLE = """
            body { font-family: sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }
            table { border-collapse: collapse; margin: 1em 0; }
            th, td { border-bottom: 1px solid #ddd; padding: .2em .8em; text-align: left; }
            td.number { text-align: right; font-variant-numeric: tabular-nums; }
            svg { width: 100%; height: auto; }
            summary { cursor: pointer; color: #555; }
            """;
    private static final Map<String, String> SECTIONS = Map.of("results", "Results", "parameters",
            "Parameters", "machine", "Machine", "counters", "What the replicas counted");

    private final XMLStreamWriter out;

    private ReportPage(XMLStreamWriter out) {
        this.out = out;
    }

    static String of(JsonNode results) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            out.writeDTD("<!DOCTYPE html>");
            new ReportPage(out).write(results);
            out.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a page in memory cannot be written", e);
        }
        return text.toString();
    }

    private void write(JsonNode results) throws XMLStreamException {
        String title = "Quorate: " + results.path("command").asText();
        out.writeStartElement("html");
        out.writeAttribute("lang", "en");
        out.writeStartElement("head");
        out.writeEmptyElement("meta");
        out.writeAttribute("charset", "utf-8");
        element("title", title);
        element("style", STYLE);
        out.writeEndElement();
        out.writeStartElement("body");
        element("h1", title);
        out.writeStartElement("p");
        out.writeCharacters("Version ");
        value("span", "/version", results.path("version"));
        out.writeCharacters(", ");
        value("span", "/time", results.path("time"));
        out.writeCharacters(". All numbers are in results.json beside this page.");
        out.writeEndElement();
        section("results", results);
        int index = 0;
        for (JsonNode chart : results.path("charts")) {
            chart(chart, "/charts/" + index++);
        }
        section("counters", results);
        section("parameters", results);
        section("machine", results);
        out.writeEndElement();
        out.writeEndElement();
    }

    private void section(String name, JsonNode results) throws XMLStreamException {
        if (!results.has(name)) return;
        element("h2", SECTIONS.get(name));
        out.writeStartElement("table");
        rows(results.path(name), "/" + name, "");
        out.writeEndElement();
    }

    private void rows(JsonNode node, String pointer, String name) throws XMLStreamException {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                rows(each.getValue(), pointer + "/" + each.getKey().replace("~", "~0")
                        .replace("/", "~1"), name.isEmpty() ? each.getKey()
                                : name + ", "
                                        + each.getKey());
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                rows(node.get(i), pointer + "/" + i, name + " " + i);
            }
        } else {
            out.writeStartElement("tr");
            element("th", name);
            value("td", pointer, node);
            out.writeEndElement();
        }
    }

    private void chart(JsonNode chart, String pointer) throws XMLStreamException {
        element("h2", chart.path("title").asText());
        new ChartPicture(out, chart).draw();
        out.writeStartElement("details");
        element("summary", "numbers");
        for (int s = 0; s < chart.path("series").size(); s++) {
            JsonNode series = chart.path("series").get(s);
            out.writeStartElement("table");
            out.writeStartElement("tr");
            element("th", chart.path("x").asText());
            element("th", series.path("name").asText() + ", " + chart.path("y").asText());
            out.writeEndElement();
            for (int p = 0; p < series.path("points").size(); p++) {
                String place = pointer + "/series/" + s + "/points/" + p;
                out.writeStartElement("tr");
                value("td", place + "/0", series.path("points").get(p).get(0));
                value("td", place + "/1", series.path("points").get(p).get(1));
                out.writeEndElement();
            }
            out.writeEndElement();
        }
        out.writeEndElement();
    }

    private void value(String element, String pointer, JsonNode value) throws XMLStreamException {
        out.writeStartElement(element);
        if (value.isNumber()) out.writeAttribute("class", "number");
        out.writeAttribute("data-pointer", pointer);
        out.writeCharacters(value.asText());
        out.writeEndElement();
    }

    private void element(String name, String text) throws XMLStreamException {
        out.writeStartElement(name);
        out.writeCharacters(text);
        out.writeEndElement();
    }
}
