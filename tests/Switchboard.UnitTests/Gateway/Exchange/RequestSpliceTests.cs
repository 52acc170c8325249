using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Switchboard.Gateway.Exchange;
using Switchboard.Protocol;

namespace Switchboard.UnitTests.Gateway.Exchange;

public sealed class RequestSpliceTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(600);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 200 };

    [Fact]
    public void Apply_NothingToSplice_GivesBackTheVeryBytes() => Prop.ForAll(RequestTexts.All, static request =>
    {
        if (request.Fields.Any(static f => f.Name == "cache"))
        {
            return;
        }

        var body = Encoding.UTF8.GetBytes(request.Text).AsMemory();
        var fields = Read(body);

        var result = RequestSplice.Apply(body, fields, fields.Model, askUsage: false, "max_tokens", null);

        Assert.True(result.Equals(body), "The body was copied or changed.");
    }).Check(Many);

    [Fact]
    public void Apply_AnyRequest_ChangesTheSplicedFieldsAndNotAByteElse() => Prop.ForAll(RequestTexts.All, Gen.Choose(0, 7).ToArbitrary(), static (request, choice) =>
    {
        var (askUsage, limitName, limit) = ((choice & 1) != 0, (choice & 2) != 0 ? "max_tokens" : "max_completion_tokens", (choice & 4) != 0 ? 512L : (long?)null);
        var body = Encoding.UTF8.GetBytes(request.Text).AsMemory();

        var result = Encoding.UTF8.GetString(RequestSplice.Apply(body, Read(body), request.UpstreamModel, askUsage, limitName, limit).Span);

        using var document = JsonDocument.Parse(result, Strict);
        Assert.Equal(request.UpstreamModel, document.RootElement.GetProperty("model").GetString());
        var expected = request.Spliced(askUsage, limitName, limit, optionsFirst: true);
        Assert.Equal(result == request.Spliced(askUsage, limitName, limit, optionsFirst: false) ? result : expected, result);
    }).Check(Many);

    [Fact]
    public void Apply_LimitIsNullUnderTheOtherName_GoesInUnderTheVendorsName()
    {
        const string text = """{"model":"m","max_completion_tokens":null,"messages":[]}""";
        var body = Encoding.UTF8.GetBytes(text).AsMemory();

        var result = RequestSplice.Apply(body, Read(body), "m", askUsage: false, "max_tokens", 64);

        Assert.Equal("""{"max_tokens":64,"model":"m","max_completion_tokens":null,"messages":[]}""", Encoding.UTF8.GetString(result.Span));
    }

    private static GovernedFields Read(ReadOnlyMemory<byte> body)
    {
        var (fields, error) = RequestReader.Read(body.Span, Dialect.OpenAiChat);
        Assert.Null(error?.Message);
        return fields!;
    }
}
