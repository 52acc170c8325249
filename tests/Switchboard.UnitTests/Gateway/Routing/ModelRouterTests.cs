using Switchboard.Gateway.Exchange;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Gateway.Routing;

public sealed class ModelRouterTests
{
    private static readonly Dictionary<string, string> OpenAiOn = new() { ["OPENAI_API_KEY"] = "k" };

    [Theory]
    [InlineData("gpt-4o", "openai", "gpt-4o")]
    [InlineData("openai/gpt-4o", "openai", "gpt-4o")]
    [InlineData("something-new", "openai", "something-new")]
    [InlineData("ollama/meta/llama3", "ollama", "meta/llama3")]
    [InlineData("demo/chat", "demo", "chat")]
    public void Find_NameOfAProviderThatIsOn_GoesThere(string asked, string provider, string model)
    {
        var (route, error) = Routers.With(OpenAiOn).Find(Asking(asked));

        Assert.Null(error);
        Assert.Equal((provider, model, "provider:" + provider), (route!.Provider, route.UpstreamModel, route.Reason));
    }

    [Theory]
    [InlineData("nobody/x", "'nobody'")]
    [InlineData("claude-opus-4-6", "ANTHROPIC_API_KEY")]
    [InlineData("groq/x", "GROQ_API_KEY")]
    public void Find_NobodyServesIt_IsNotFoundAndSaysWhatIsOn(string asked, string hint)
    {
        var (route, error) = Routers.With(OpenAiOn).Find(Asking(asked));

        Assert.Null(route);
        Assert.Equal((ErrorKind.ModelNotFound, "model"), (error!.Kind, error.Param));
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
        Assert.Contains("On now: openai/*", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_UnknownNameAndOpenAiOff_IsNotFound() =>
        Assert.Equal(ErrorKind.ModelNotFound, Routers.With([]).Find(Asking("something-new")).Error!.Kind);

    [Fact]
    public void Find_CallersOwnVendorKey_TurnsOnThatVendorAlone()
    {
        var router = Routers.With([]);

        var (route, _) = router.Find(Asking("claude-opus-4-6", vendorKey: "sk-ant-mine"));

        Assert.True(route!.TakesCallerKey);
        Assert.NotNull(router.Find(Asking("gpt-4o", vendorKey: "sk-ant-mine")).Error);
    }

    [Fact]
    public void Find_PricedModel_CarriesPriceAndItsVersion()
    {
        var (route, _) = Routers.With(OpenAiOn).Find(Asking("gpt-4o"));

        Assert.Equal(2_500_000, route!.Price!.Rates.Input);
        Assert.False(string.IsNullOrEmpty(route.PriceVersion));
    }

    [Theory]
    [InlineData("gpt-4o", Dialect.OpenAiChat, Dialect.OpenAiChat, "max_completion_tokens")]
    [InlineData("gpt-4o", Dialect.OpenAiResponses, Dialect.OpenAiResponses, "max_output_tokens")]
    [InlineData("gpt-4o", Dialect.AnthropicMessages, Dialect.OpenAiChat, "max_completion_tokens")]
    [InlineData("demo/chat", Dialect.OpenAiResponses, Dialect.OpenAiChat, "max_tokens")]
    public void Find_VendorThatSpeaksSeveralDialects_IsAskedInTheCallersWhereItCanBe(string model, Dialect caller, Dialect asked, string limit)
    {
        var (route, _) = Routers.With(OpenAiOn).Find(Asking(model, caller: caller));

        Assert.Equal((asked, limit), (route!.Dialect, route.LimitName));
    }

    private static Switchboard.Gateway.Exchange.Exchange Asking(string model, string? vendorKey = null, Dialect caller = Dialect.OpenAiChat) =>
        new("req_1", caller, DateTimeOffset.UnixEpoch, 0) { Fields = new GovernedFields { Model = model }, VendorKey = vendorKey };
}
