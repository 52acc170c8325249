using System.Collections.Immutable;
using Switchboard.Providers.Catalogue;

namespace Switchboard.UnitTests.Providers.Catalogue;

public sealed class KnownProviderTests
{
    [Theory]
    [InlineData("groq", "GROQ_API_KEY or providers.groq.api_key")]
    [InlineData("azure", "AZURE_API_KEY or providers.azure.api_key, and AZURE_API_BASE")]
    [InlineData("cloudflare", "CLOUDFLARE_API_KEY or providers.cloudflare.api_key, and CLOUDFLARE_ACCOUNT_ID")]
    [InlineData("bedrock", "AWS_BEARER_TOKEN_BEDROCK or providers.bedrock.api_key, or AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, and AWS_REGION")]
    public void Needs_OfARow_NamesEverythingToSet(string name, string needs) => Assert.Equal(needs, Row(name).Needs);

    [Theory]
    [InlineData("bedrock", "AWS_BEARER_TOKEN_BEDROCK AWS_REGION", true)]
    [InlineData("bedrock", "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_DEFAULT_REGION", true)]
    [InlineData("bedrock", "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY BEDROCK_API_BASE", true)]
    [InlineData("bedrock", "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN", false)]
    [InlineData("bedrock", "AWS_ACCESS_KEY_ID AWS_SESSION_TOKEN AWS_REGION", false)]
    [InlineData("bedrock", "AWS_REGION", false)]
    [InlineData("azure", "AZURE_API_KEY AZURE_API_BASE", true)]
    [InlineData("azure", "AZURE_API_KEY AZURE_API_VERSION", false)]
    [InlineData("cloudflare", "CLOUDFLARE_API_TOKEN CLOUDFLARE_ACCOUNT_ID", true)]
    [InlineData("cloudflare", "CLOUDFLARE_API_TOKEN", false)]
    [InlineData("databricks", "DATABRICKS_TOKEN DATABRICKS_API_BASE", true)]
    [InlineData("github", "GITHUB_TOKEN", false)]
    public void Read_Environment_TurnsARowOnWhenAllIsThere(string name, string set, bool on)
    {
        string[] names = set.Split(' ');

        ProviderEnvironment read = ProviderEnvironment.Read(Row(name), asked => names.Contains(asked) ? "secret-value" : null);

        Assert.Equal(on, read.IsOn);
        Assert.DoesNotContain("secret-value", read.Options.IsEmpty ? "" : read.ToString().Replace("base URL: secret-value", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void BaseUrlWith_AnOptionThatIsNoName_CannotLeadElsewhere()
    {
        ImmutableDictionary<string, string> options = ProviderOptions.None.Add("account_id", "x/../../evil?y");
        Assert.True(ProviderBaseUrl.TryResolve(Row("cloudflare"), null, options, out Uri? root, out _));
        Assert.Equal("https://api.cloudflare.com/client/v4/accounts/x%2F..%2F..%2Fevil%3Fy/ai/v1", root.AbsoluteUri);
        Assert.False(ProviderBaseUrl.TryResolve(Row("bedrock"), null, ProviderOptions.None.Add("region", "evil.example/"), out _, out string? fault));
        Assert.Contains("bedrock", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void TryResolve_AnOptionMissing_NamesIt()
    {
        Assert.False(ProviderBaseUrl.TryResolve(Row("bedrock"), null, out _, out string? fault));
        Assert.Contains("AWS_REGION", fault, StringComparison.Ordinal);
    }

    private static KnownProvider Row(string name)
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet(name, out KnownProvider? row));
        return row;
    }
}
