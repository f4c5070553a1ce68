package dev.powerstrip.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.powerstrip.line.BadConfigurationException;
import dev.powerstrip.line.ConfigFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.metatype.DefaultMetaTypeProvider;
import org.apache.felix.metatype.MetaDataReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.launch.Framework;

class SettingsCheckTest {

    private static final String METATYPE = """
        <?xml version="1.0" encoding="UTF-8"?>
        <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
          <OCD id="http" name="HTTP">
            <AD id="port" type="Integer" min="0" max="65535" default="8080"/>
            <AD id="host" type="String" default="127.0.0.1"/>
            <AD id="note" type="String" default=""/>
            <AD id="tls" type="Boolean" default="false"/>
            <AD id="ratio" type="Double" default="0.5"/>
            <AD id="limit" type="Long" default="1"/>
            <AD id="timeout" type="String" default="PT30S"/>
            <AD id="tags" type="String" cardinality="2147483647" default=""/>
            <AD id="ports" type="Integer" cardinality="2147483647" default="1,2"/>
            <AD id="sync" type="String" default="second">
              <Option label="second" value="second"/><Option label="always" value="always"/>
            </AD>
            <AD id="token" type="Password" default="x"/>
          </OCD>
          <OCD id="sink" name="Sink"><AD id="brokers" type="String" cardinality="2147483647"/></OCD>
          <Designate pid="http"><Object ocdref="http"/></Designate>
          <Designate pid="sink"><Object ocdref="sink"/></Designate>
        </metatype:MetaData>
        """;

    @TempDir
    private static Path folder;
    private static Framework framework;

    /** Metatype asks a bundle for its headers; the framework is one. */
    @BeforeAll
    static void start() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", folder.toString()));
        framework.init();
    }

    @AfterAll
    static void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void givesEachSettingItsType() throws Exception {
        var settings = check("http", """
            {"port": 0, "host": "::1", "tls": true, "ratio": 1, "limit": 10000000000, "timeout": "PT1M",
             "tags": ["a", "b"], "ports": [7], "sync": "always", "note": "", "token": "t"}
            """);

        assertThat(settings).containsEntry("port", 0).containsEntry("host", "::1").containsEntry("tls", true)
            .containsEntry("ratio", 1.0).containsEntry("limit", 10_000_000_000L).containsEntry("timeout", "PT1M")
            .containsEntry("tags", new String[] {"a", "b"}).containsEntry("ports", new Integer[] {7})
            .containsEntry("sync", "always").containsEntry("note", "").containsEntry("token", "t");
    }

    @Test
    void leavesToTheComponentWhatTheFileDoesNotSay() throws Exception {
        assertThat(check("http", "{}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"port": "8080"}         | port has to be a number; it is "8080"
        {"port": 1.5}            | port has to be a whole number; it is 1.5
        {"port": 70000}          | port 70000 is more than is allowed
        {"port": -1}             | port -1 is less than is allowed
        {"port": 99999999999}    | port has to be a whole number; it is 99999999999
        {"host": 1}              | host has to be a text; it is 1
        {"host": null}           | host has to be a text; it is null
        {"host": {"a": 1}}       | host has to be a text; it is an object
        {"tls": "yes"}           | tls has to be true or false; it is "yes"
        {"tags": "a"}            | tags has to be an array of texts; it is "a"
        {"tags": [1]}            | tags has to be a text; it is 1
        {"timeout": "30s"}       | timeout has to be an ISO-8601 duration such as "PT30S"; it is "30s"
        {"sync": "never"}        | sync has to be one of second, always; it is "never"
        {"token": 1}             | token has to be a text; it is not
        """)
    void namesTheSettingThatDoesNotFit(String json, String problem) {
        assertThatThrownBy(() -> check("http", json)).isInstanceOf(BadConfigurationException.class)
            .hasMessage("etc/http.cfg.json, line 1: " + problem);
    }

    @Test
    void namesTheSettingsThereAreWhereOneIsUnknown() {
        assertThatThrownBy(() -> check("http", "{\"prot\": 1}")).hasMessage("etc/http.cfg.json, line 1: prot is not "
            + "known; known: host, limit, note, port, ports, ratio, sync, tags, timeout, tls, token");
    }

    @Test
    void namesASettingThatIsMissing() {
        assertThatThrownBy(() -> check("sink", "{}")).hasMessage("etc/sink.cfg.json: brokers has to be set");
    }

    @Test
    void knowsNoSettingWhereNothingIsDescribed() {
        assertThatThrownBy(() -> SettingsCheck.nothing().check(file("auth", "{\"a\": 1}")))
            .hasMessage("etc/auth.cfg.json, line 1: a is not known: there is nothing to set here");
    }

    private static Map<String, Object> check(String pid, String json) throws IOException, BadConfigurationException {
        var data = new MetaDataReader().parse(new ByteArrayInputStream(METATYPE.getBytes(StandardCharsets.UTF_8)));
        var provider = new DefaultMetaTypeProvider(framework, data);
        return SettingsCheck.by(provider.getObjectClassDefinition(pid, null)).check(file(pid, json));
    }

    private static ConfigFile file(String stem, String json) {
        var settings = new LinkedHashMap<String, ConfigFile.Setting>();
        JsonParser.parseString(json).getAsJsonObject().asMap()
            .forEach((key, value) -> settings.put(key, new ConfigFile.Setting(value, 1)));
        return new ConfigFile(stem, "etc/" + stem + ".cfg.json", settings, Optional.empty());
    }
}
