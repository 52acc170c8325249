using Switchboard.Gateway.Configuration;

namespace Switchboard.UnitTests.Gateway.Configuration;

public sealed class EnvironmentTextTests : IDisposable
{
    private readonly string name = "SWITCHBOARD_TEST_" + Guid.NewGuid().ToString("N").ToUpperInvariant();

    public void Dispose() => Environment.SetEnvironmentVariable(name, null);

    [Fact]
    public void Parse_VariableInFlowStyle_IsPutIn()
    {
        Environment.SetEnvironmentVariable(name, "sk-sf-of-the-environment");

        Assert.Equal("sk-sf-of-the-environment", KeyOf("{ name: ci, key: ${" + name + "} }"));
        Assert.Equal("sk-sf-of-the-environment", KeyOf("{ name: ci, key: \"${" + name + "}\" }"));
        Assert.Equal("pre-sk-sf-of-the-environment-post", KeyOf("{ name: ci, key: pre-${" + name + "}-post }"));
    }

    [Fact]
    public void Parse_VariableThatIsNotSet_TakesItsDefault()
    {
        Assert.Equal("a-key-of-the-default", KeyOf("{ name: ci, key: ${" + name + ":-a-key-of-the-default} }"));

        Environment.SetEnvironmentVariable(name, "sk-sf-of-the-environment");
        Assert.Equal("sk-sf-of-the-environment", KeyOf("{ name: ci, key: ${" + name + ":-a-key-of-the-default} }"));
    }

    [Fact]
    public void Parse_VariableNeitherSetNorDefaulted_IsAFault()
    {
        var (settings, faults) = SettingsFile.Parse("keys: [ { name: ci, key: ${" + name + "} } ]", "f.yaml");

        Assert.Null(settings);
        Assert.Contains("its variable is not set", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_VariableWithYamlInIt_StaysAText()
    {
        Environment.SetEnvironmentVariable(name, "x, role: admin } ] # a long enough text");

        var (settings, _) = SettingsFile.Parse("keys: [ { name: ci, key: ${" + name + "} } ]", "f.yaml");

        Assert.Equal("x, role: admin } ] # a long enough text", settings!.Keys[0].Key);
        Assert.Equal(Switchboard.Gateway.Keys.Role.Caller, settings.Keys[0].Grant.Role);
    }

    [Fact]
    public void Parse_VariableWithAVariableInIt_IsNotExpandedAgain()
    {
        Environment.SetEnvironmentVariable(name, "sixteen-${PATH}-or-more");

        Assert.Equal("sixteen-${PATH}-or-more", KeyOf("{ name: ci, key: ${" + name + "} }"));
    }

    [Fact]
    public void Parse_UnsetVariableInAList_IsAFault()
    {
        var (_, faults) = SettingsFile.Parse("server: { hosts: [ a.example, ${" + name + "} ] }", "f.yaml");

        Assert.Equal($"f.yaml(1,31): server.hosts has a value whose variable {name} is not set", Assert.Single(faults));
    }

    private static string KeyOf(string item)
    {
        var (settings, faults) = SettingsFile.Parse("keys: [ " + item + " ]", "f.yaml");
        Assert.Empty(faults);
        return settings!.Keys[0].Key;
    }
}
