using Switchboard.Host;

namespace Switchboard.FunctionalTests.Configuration;

/// <summary>The verb <c>config check</c>.</summary>
public sealed class ConfigCheckTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Check_FileInOrder_SaysSo()
    {
        var (code, output) = Check("server: { bind: 127.0.0.1 }\nagents: { }");

        Assert.Equal(0, code);
        Assert.Contains("the section 'agents' is not served by this version", output, StringComparison.Ordinal);
        Assert.EndsWith("f.yaml is in order." + Environment.NewLine, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Faults_AreAllListedWithTheirLines()
    {
        var (code, output) = Check(
            """
            surver: { }
            server:
              bind: nowhere
              ports: { proxy: 99999 }
            cache:
              ttl: soon
            keys:
              - { name: ci, key: ${SWITCHBOARD_TEST_NEVER_SET} }
            """);

        Assert.Equal(1, code);
        string[] expected = ["f.yaml(1,", "f.yaml(3,9): server.bind", "f.yaml(4,19): server.ports.proxy", "f.yaml(6,8): cache.ttl", "keys[0].key is missing, its variable is not set"];
        Assert.All(expected, fault => Assert.Contains(fault, output, StringComparison.Ordinal));
        Assert.Contains("has 5 fault(s).", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_VariablesInFlowStyleAndDefaults_AreRead()
    {
        var (code, output) = Check("server: { bind: ${SWITCHBOARD_TEST_NEVER_SET:-127.0.0.1}, ports: { proxy: ${SWITCHBOARD_TEST_NEVER_SET:-0} } }\nkeys: [ { name: ci, key: ${SWITCHBOARD_TEST_NEVER_SET:-a-key-of-the-default} } ]");

        Assert.True(code == 0, output);
    }

    [Fact]
    public void Check_RoutesAndPrices_AreCheckedToo()
    {
        var prices = Path.Combine(folder, "prices.json");
        File.WriteAllText(prices, """{"models":{"x/y":{"input":"one"}}}""");

        var (code, output) = Check($"providers: {{ mine: {{ kind: openai }} }}\nprices: {prices}");

        Assert.Equal(1, code);
        Assert.Contains("providers.mine is no vendor that is known here", output, StringComparison.Ordinal);
        Assert.Contains("prices: $.models['x/y'].input", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_FileThatIsNotThere_IsAnotherError()
    {
        using var error = new StringWriter();

        Assert.Equal(2, ConfigCheckVerb.Run([Path.Combine(folder, "none.yaml")], TextWriter.Null, error));
        Assert.Contains("does not exist", error.ToString(), StringComparison.Ordinal);
    }

    private (int Code, string Output) Check(string yaml)
    {
        var path = Path.Combine(folder, "f.yaml");
        File.WriteAllText(path, yaml);
        using var output = new StringWriter();
        return (ConfigCheckVerb.Run([path], output, TextWriter.Null), output.ToString());
    }
}
