using Switchboard.Gateway.Routing;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Operations;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>An operation that is asked for by a form with a file, which passes through as it comes.</summary>
internal sealed class FormRules : OperationRules
{
    private const long MostImages = 16;

    public static readonly FormRules Transcription = new()
    {
        Operation = Operation.Transcription,
        ContentType = "transcription",
        Name = "openai.audio.transcriptions",
        Noun = "transcription",
        HearsAudio = true,
    };

    public static readonly FormRules Translation = new()
    {
        Operation = Operation.Translation,
        ContentType = "translation",
        Name = "openai.audio.translations",
        Noun = "translation of recordings",
        HearsAudio = true,
    };

    public static readonly FormRules ImageEdit = new()
    {
        Operation = Operation.ImageEdit,
        ContentType = "image",
        Name = "openai.images.edits",
        Noun = "image editing",
        MakesImages = true,
    };

    public static readonly FormRules File = new()
    {
        Operation = Operation.File,
        ContentType = "file",
        Name = "openai.files",
        Noun = "files",
        HasModel = false,
    };

    /// <summary>Whether the file is a recording, whose words are the answer.</summary>
    public bool HearsAudio { get; private init; }

    public override ExchangeError? Read(Exchange exchange)
    {
        var upload = exchange.Upload!;
        exchange.Fields = new GovernedFields { Model = HasModel ? upload.Field("model") ?? "" : "", Stream = HasModel && upload.Field("stream") is "true" or "True" or "1" };
        if (HasModel && exchange.Fields.Model.Length is 0 or > 256)
        {
            return Fault("The field 'model' is missing. Name a model, such as \"whisper-1\" or \"gpt-image-1\"; GET /v1/models lists what is on.", "model");
        }

        if (!upload.HasFile)
        {
            return Fault("The form holds no file. Send one as multipart/form-data, with a file name.", MakesImages ? "image" : "file");
        }

        if (MakesImages && upload.Field("n") is { } text)
        {
            if (!long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var n) || n is < 1 or > 128)
            {
                return Fault("The field 'n' must be a whole number from 1 to 128.", "n");
            }

            exchange.Fields.Choices = n;
        }

        return null;
    }

    public override UsageBound Most(Exchange exchange, Route route)
    {
        var upload = exchange.Upload!;
        return HearsAudio ? AudioUsage.Most(upload.MostBytes) : MakesImages ? ImageUsage.Most(upload.FieldBytes, exchange.Fields.Choices, MostImages) : default;
    }

    public override bool IsReply(in OperationFacts facts) => HearsAudio ? facts.HasText : MakesImages ? facts.Items is not null : facts is { IsObject: true, Id: not null };

    public override TokenUsage Usage(Exchange exchange, in OperationFacts facts)
    {
        var upload = exchange.Upload!;
        return HearsAudio ? AudioUsage.Of(facts, upload.FileBytes)
            : MakesImages ? ImageUsage.Of(facts, upload.Field("quality"), upload.Field("size"), exchange.Fields.Choices)
            : default;
    }

    public override IStreamTap? Tap(Exchange exchange) => HasModel ? new EventTap(MakesImages, exchange.Fields.Choices) : null;

    private static ExchangeError Fault(string message, string param) => new(ErrorKind.InvalidRequest, message) { Param = param };
}
