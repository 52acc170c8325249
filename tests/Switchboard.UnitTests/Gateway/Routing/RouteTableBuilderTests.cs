using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.ProviderKeys;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol;

namespace Switchboard.UnitTests.Gateway.Routing;

public sealed class RouteTableBuilderTests
{
    [Fact]
    public void Build_NothingSet_OnlyModelsWithoutAKeyAreOn()
    {
        var (table, _) = Routers.Build([]);

        Assert.Equal(["ollama", "demo"], table!.On.Select(e => e.Provider.Name));
    }

    [Fact]
    public void Build_KeyVariableSet_ProviderIsOn()
    {
        var (table, _) = Routers.Build(new() { ["GROQ_API_KEY"] = "k" });

        Assert.Contains(table!.On, e => e.Provider.Name == "groq" && e.KeySource.StartsWith("GROQ_API_KEY", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_FileAndEnvironment_TheFileWins()
    {
        var (table, _) = Routers.Build(new() { ["OPENAI_API_BASE"] = "http://one.example" }, new ProviderSettings("openai") { ApiKey = "k", BaseUrl = "http://two.example/v1" });

        Assert.Equal("two.example", table!.Find("openai")!.Target.Root!.Host);
    }

    [Fact]
    public void Build_ServerOfItsOwn_IsServedUnderItsName()
    {
        var (table, faults) = Routers.Build([], new ProviderSettings("my-vllm") { Kind = "openai", BaseUrl = "http://127.0.0.1:9000/v1", ApiKey = "none" });

        Assert.Empty(faults);
        Assert.True(table!.Find("my-vllm")!.IsOn);
    }

    [Theory]
    [InlineData("gemini", "http://127.0.0.1:9000/v1beta", Dialect.Gemini)]
    [InlineData("anthropic", "http://127.0.0.1:9000/v1", Dialect.AnthropicMessages)]
    public void Build_ServerOfAKind_SpeaksItsDialectUnderItsVersion(string kind, string root, Dialect dialect)
    {
        var (table, _) = Routers.Build([], new ProviderSettings("mine") { Kind = kind, BaseUrl = "http://127.0.0.1:9000" });

        var entry = table!.Find("mine")!;
        Assert.Equal((root, dialect), (entry.Target.Root!.AbsoluteUri, entry.Adapter.Dialect));
    }

    [Theory]
    [InlineData("anthropic", "https://api.anthropic.com/v1", Dialect.AnthropicMessages)]
    [InlineData("bedrock", "https://bedrock-runtime.eu-west-3.amazonaws.com/", Dialect.BedrockConverse)]
    [InlineData("cohere", "https://api.cohere.com/v2", Dialect.Cohere)]
    [InlineData("deepgram", "https://api.deepgram.com/v1", Dialect.Deepgram)]
    [InlineData("gemini", "https://generativelanguage.googleapis.com/v1beta", Dialect.Gemini)]
    [InlineData("ollama", "http://localhost:11434/", Dialect.Ollama)]
    [InlineData("replicate", "https://api.replicate.com/v1", Dialect.Replicate)]
    [InlineData("vertex_ai", "https://aiplatform.googleapis.com/v1", Dialect.Gemini)]
    public void Build_SecondAccountOfAVendor_IsServedAtItsAddressUnderItsOwnName(string kind, string root, Dialect dialect)
    {
        var settings = new ProviderSettings("mine") { Kind = kind, ApiKey = "a-second-key", Options = new Dictionary<string, string> { ["region"] = "eu-west-3" } };
        var (table, faults) = Routers.Build(new() { ["AWS_SESSION_TOKEN"] = "of-the-first", ["AWS_REGION"] = "us-east-1" }, settings);

        Assert.Empty(faults);
        var (mine, vendors) = (table!.Find("mine")!, table.Find(kind)!);
        Assert.Equal((true, root, dialect, "mine/"), (mine.IsOn, mine.Target.Root!.AbsoluteUri, mine.Adapter.Dialect, mine.Provider.Prefix));
        Assert.Equal((vendors.Adapter.GetType(), vendors.Provider.KeyPlacement, vendors.Provider.Operations), (mine.Adapter.GetType(), mine.Provider.KeyPlacement, mine.Provider.Operations));
        Assert.Equal("eu-west-3", mine.Target.Options["region"]);
        Assert.False(mine.Target.Options.ContainsKey("session_token"));
        Assert.Contains("providers.mine.api_key", mine.KeySource, StringComparison.Ordinal);
        Assert.Equal(kind == "ollama", vendors.IsOn);
    }

    [Fact]
    public void Build_KindsWithSettingsOnly_AreOnByThem()
    {
        var (table, faults) = Routers.Build(
            [],
            new ProviderSettings("aws-2") { Kind = "bedrock", Options = new Dictionary<string, string> { ["region"] = "eu-west-3", ["access_key_id"] = "AKID", ["secret_access_key"] = "secret-half" } },
            new ProviderSettings("google-2") { Kind = "vertex_ai", Options = new Dictionary<string, string> { ["credentials"] = "/key.json", ["project"] = "p-2" } },
            new ProviderSettings("cohere-2") { Kind = "cohere" });

        Assert.Empty(faults);
        Assert.Equal((true, true, false), (table!.Find("aws-2")!.IsOn, table.Find("google-2")!.IsOn, table.Find("cohere-2")!.IsOn));
        Assert.Equal("providers.google-2.api_key, or providers.google-2.credentials", table.Find("google-2")!.KeySource);
    }

    [Theory]
    [InlineData("bedrock", "providers.mine.region")]
    [InlineData("azure", "base_url")]
    [InlineData("openai", "base_url")]
    [InlineData(null, "base_url")]
    public void Build_KindWithoutAnAddress_IsAFaultThatNamesWhatIsMissing(string? kind, string says)
    {
        var (table, faults) = Routers.Build([], new ProviderSettings("mine") { Kind = kind, ApiKey = "k" });

        Assert.Null(table);
        Assert.Contains(says, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_SameKindsAgain_KeepsTheirConnections()
    {
        var builder = Routers.Builder(static _ => null);
        ProviderSettings[] settings = [new("mine") { Kind = "vertex_ai", ApiKey = "k" }];

        Assert.Same(builder.Build(settings).Table!.Find("mine")!.Adapter, builder.Build(settings).Table!.Find("mine")!.Adapter);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9000", Dialect.Gemini)]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai/", Dialect.OpenAiChat)]
    public void Build_GeminisBaseUrl_DecidesWhatIsSpoken(string address, Dialect dialect)
    {
        var (table, _) = Routers.Build(new() { ["GEMINI_API_KEY"] = "k", ["GEMINI_API_BASE"] = address });

        var entry = table!.Find("gemini")!;
        Assert.Equal((true, dialect), (entry.IsOn, entry.Adapter.Dialect));
    }

    [Fact]
    public void Build_CredentialsInsteadOfAKey_TurnTheProviderOn()
    {
        var (table, _) = Routers.Build(new() { ["GOOGLE_APPLICATION_CREDENTIALS"] = "/key.json" });

        var entry = table!.Find("vertex_ai")!;
        Assert.Equal((true, "VERTEXAI_API_KEY or providers.vertex_ai.api_key, or VERTEXAI_CREDENTIALS"), (entry.IsOn, entry.KeySource));
    }

    [Fact]
    public void Build_OnePlainKey_HasNoRing()
    {
        var (table, _) = Routers.Build(new() { ["OPENAI_API_KEY"] = "sk-of-the-variable" }, new ProviderSettings("groq") { ApiKeys = [Key("groq", "a-plain-key")] });

        Assert.All(table!.Entries, static e => Assert.Null(e.Keys));
        Assert.True(table.Find("groq")!.IsOn);
        Assert.Equal(("env-openai", "able", ProviderKeySource.Environment), Assert.Single(table.Find("openai")!.AllKeys) is { Key: var k } ? (k.Id, k.Suffix, k.Source) : default);
    }

    [Fact]
    public void Build_SeveralKeysOrLimits_MakeARingOfThoseThatCanBeUsed()
    {
        var (table, _) = Routers.Builder(new Dictionary<string, string> { ["OPENAI_API_KEY"] = "sk-of-the-variable" }.GetValueOrDefault).Build(
            [new ProviderSettings("openai") { ApiKey = "sk-of-the-file" }, new ProviderSettings("groq") { ApiKeys = [Key("groq", "limited-key") with { Rpm = 1 }] }],
            [Key("openai", "stored-key-1"), Key("openai", "stored-key-2") with { Enabled = false }, Key("openai", null), Key("openai", "sk-of-the-file"), Key("mistral", "stored-key-3"), Key("nobody", "stored-key-4")]);

        Assert.Equal(["sk-of-the-file", "stored-key-1"], table!.Find("openai")!.Keys!.Keys.Select(k => k.Key.Text));
        Assert.Equal(4, table.Find("openai")!.AllKeys.Count);
        Assert.NotNull(table.Find("groq")!.Keys);
        Assert.True(table.Find("mistral") is { IsOn: true, Keys: null });
    }

    [Fact]
    public void Build_OnlyKeysOutOfUse_ProviderIsOff()
    {
        var (table, _) = Routers.Builder(static _ => null).Build([], [Key("openai", "stored-key-1") with { Enabled = false }, Key("groq", null)]);

        Assert.Equal(["ollama", "demo"], table!.On.Select(static e => e.Provider.Name));
    }

    [Fact]
    public void Build_Again_KeepsWhatKeysHaveDone()
    {
        var builder = Routers.Builder(static _ => null);
        ProviderKey[] keys = [Key("openai", "stored-key-1") with { Rpm = 2 }];
        builder.Build([], keys).Table!.Find("openai")!.Keys!.Take(new KeyNeed(0), out _);

        var again = builder.Build([], [keys[0] with { Rpm = 1, Weight = 5, Name = "other" }]).Table!.Find("openai")!.Keys!;

        Assert.Equal(1, again.Keys[0].Meter.LastMinute.Requests);
        Assert.Null(again.Take(new KeyNeed(0), out var wait));
        Assert.True(wait > TimeSpan.Zero);
    }

    [Fact]
    public void Build_SeveralFaults_AllAreListed()
    {
        var (table, faults) = Routers.Build([], new ProviderSettings("mine"), new ProviderSettings("a/b") { BaseUrl = "http://x" });

        Assert.Null(table);
        Assert.Equal(2, faults.Count);
        Assert.Contains("needs a base_url", faults[0], StringComparison.Ordinal);
        Assert.Contains("slash", faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Version_ProvidersOrAddressesChange_Changes()
    {
        string VersionOf(params ProviderSettings[] settings) => Routers.Build([], settings).Table!.Version;
        var none = VersionOf();
        var one = VersionOf(new ProviderSettings("openai") { ApiKey = "k" });
        var elsewhere = VersionOf(new ProviderSettings("openai") { ApiKey = "k", BaseUrl = "http://two.example" });

        Assert.Equal(3, new[] { none, one, elsewhere }.Distinct().Count());
        Assert.Equal(one, VersionOf(new ProviderSettings("openai") { ApiKey = "another" }));
    }

    private static ProviderKey Key(string provider, string? text) => new("pk_" + text, provider) { Text = text, Source = ProviderKeySource.Api };
}
