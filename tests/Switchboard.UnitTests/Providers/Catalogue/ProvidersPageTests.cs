using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.UnitTests.Architecture;

namespace Switchboard.UnitTests.Providers.Catalogue;

/// <summary><c>docs/providers.md</c> says what the catalogue says, row by row.</summary>
public sealed class ProvidersPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Repository.PathOf("docs/providers.md"));

    [Fact]
    public void Table_EveryProvider_HasTheRowOfTheCatalogue() =>
        Assert.Equal(ProviderCatalogue.BuiltIn.Served.Select(Row).Order(StringComparer.Ordinal), Page.Where(static line => line.StartsWith("| `", StringComparison.Ordinal)));

    [Fact]
    public void Page_CountOfProviders_IsTheCatalogues() =>
        Assert.Contains(Page, static line => line.Contains($"{ProviderCatalogue.BuiltIn.Served.Count(static row => !row.InProcess)} providers", StringComparison.Ordinal));

    private static string Row(KnownProvider row) =>
        $"| {string.Join(", ", row.Aliases.Prepend(row.Name).Select(Code))} | {Keys(row)} | {Wire(row)} | {Offers(row.Operations)} |";

    private static string Keys(KnownProvider row) =>
        row.InProcess ? "none" : string.Join(", ", row.KeyVariables.Select(Code)) + (row.KeyOptional ? " (optional)" : "");

    private static string Wire(KnownProvider row) => row.Dialect switch
    {
        Dialect.OpenAiChat => row.AlsoSpeaks.Contains(Dialect.OpenAiResponses) ? "OpenAI, with responses" : row.IsAzure ? "OpenAI, by deployment" : "OpenAI",
        Dialect.AnthropicMessages => "Anthropic",
        Dialect.BedrockConverse => "Bedrock Converse",
        _ => row.Dialect.ToString(),
    };

    private static string Offers(Operation offered) => offered == Operation.All
        ? "as it offers"
        : string.Join(", ", Enum.GetValues<Operation>().Where(one => int.IsPow2((int)one) && offered.HasFlag(one)).Select(Word));

    private static string Word(Operation operation) => operation switch
    {
        Operation.Chat => "chat",
        Operation.Completion => "completions",
        Operation.Embedding => "embeddings",
        Operation.ImageGeneration => "images",
        Operation.ImageEdit => "image edits",
        Operation.Transcription => "transcriptions",
        Operation.Translation => "translations",
        Operation.Speech => "speech",
        Operation.Rerank => "rerank",
        Operation.Moderation => "moderations",
        Operation.CountTokens => "token counts",
        Operation.File => "files",
        Operation.Batch => "batches",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "The page has no word for it."),
    };

    private static string Code(string text) => $"`{text}`";
}
