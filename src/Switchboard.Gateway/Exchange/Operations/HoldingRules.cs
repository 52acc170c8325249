using Switchboard.Gateway.Holdings;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>What is done with something that a vendor keeps, or with the list of all of it.</summary>
internal sealed class HoldingRules : OperationRules
{
    public static readonly HoldingRules Files = File("");
    public static readonly HoldingRules FileOf = File("/{id}");
    public static readonly HoldingRules FileDeletion = File("/{id}", HttpMethod.Delete);
    public static readonly HoldingRules FileContent = File("/{id}/content", bytes: true);
    public static readonly HoldingRules Batches = Batch("");
    public static readonly HoldingRules BatchOf = Batch("/{id}");
    public static readonly HoldingRules BatchCancellation = Batch("/{id}/cancel", HttpMethod.Post);

    /// <summary>What is refused before it asks for anything.</summary>
    public static readonly HoldingRules Realtime = new()
    {
        Operation = Providers.Catalogue.Operation.None,
        ContentType = "realtime",
        Name = "openai.realtime",
        Noun = "realtime sessions",
        HasModel = false,
        Kind = "session",
        Method = HttpMethod.Get,
        Tail = "",
    };

    /// <summary>What it is, as <see cref="Holding.Kind"/> has it.</summary>
    public required string Kind { get; init; }

    public required HttpMethod Method { get; init; }

    /// <summary>What follows the path of all: empty for the list.</summary>
    public required string Tail { get; init; }

    public bool IsList => Tail.Length == 0;

    public override ExchangeError? Read(Exchange exchange) => null;

    private static HoldingRules File(string tail, HttpMethod? method = null, bool bytes = false) => new()
    {
        Operation = Providers.Catalogue.Operation.File,
        ContentType = "file",
        Name = "openai.files",
        Noun = "files",
        HasModel = false,
        Kind = Holding.File,
        Method = method ?? HttpMethod.Get,
        Tail = tail,
        AnswersBytes = bytes,
    };

    private static HoldingRules Batch(string tail, HttpMethod? method = null) => new()
    {
        Operation = Providers.Catalogue.Operation.Batch,
        ContentType = "batch",
        Name = "openai.batches",
        Noun = "batches",
        HasModel = false,
        Kind = Holding.Batch,
        Method = method ?? HttpMethod.Get,
        Tail = tail,
    };
}
