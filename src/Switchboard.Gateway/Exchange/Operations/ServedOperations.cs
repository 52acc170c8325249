using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Operations;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>The operations that callers ask for in JSON, each with what is its own.</summary>
internal static class ServedOperations
{
    /// <summary>What OpenAI answers at most where a completion names no limit.</summary>
    public const long UsualCompletion = 16;

    public static readonly JsonRules Completion = new()
    {
        Operation = Operation.Completion,
        ContentType = "completion",
        Name = "openai.completions",
        Noun = "text completions",
        Fields = [new("prompt", FieldKind.TextOrList, "the text to continue"), new("best_of", FieldKind.Whole)],
        Streams = true,
        Bound = static exchange => new UsageBound(exchange.Body.Length * CompletionsOf(exchange), (exchange.Fields.OutputLimit ?? UsualCompletion) * CompletionsOf(exchange)),
        Consumed = static (exchange, facts) => facts.Usage ?? TokenEstimate.Usage(exchange, TokenEstimate.OfBytes(facts.Bytes)),
        Watch = static _ => new CompletionTap(),
    };

    public static readonly JsonRules Embedding = new()
    {
        Operation = Operation.Embedding,
        ContentType = "embedding",
        Name = "openai.embeddings",
        Noun = "embeddings",
        IsCacheable = true,
        Fields =
        [
            new("input", FieldKind.TextOrList, "the text to embed, or a list of texts"), new("dimensions", FieldKind.Whole), new("encoding_format", FieldKind.Text), new("input_type", FieldKind.Text),
        ],
        Bound = static exchange => new UsageBound(exchange.Body.Length, 0),
        Consumed = static (exchange, facts) => facts.Usage ?? TokenEstimate.Usage(exchange, 0),
    };

    public static readonly JsonRules ImageGeneration = new()
    {
        Operation = Operation.ImageGeneration,
        ContentType = "image",
        Name = "openai.images.generations",
        Noun = "image generation",
        MakesImages = true,
        Fields = [new("prompt", FieldKind.Text, "what the image should show"), new("size", FieldKind.Text), new("quality", FieldKind.Text)],
        Streams = true,
        Bound = static exchange => ImageUsage.Most(exchange.Body.Length, exchange.Fields.Choices),
        Consumed = ImageUsage.Of,
        Watch = static exchange => new EventTap(outputIsImage: true, exchange.Fields.Choices),
    };

    public static readonly JsonRules Speech = new()
    {
        Operation = Operation.Speech,
        ContentType = "speech",
        Name = "openai.audio.speech",
        Noun = "speech",
        AnswersBytes = true,
        Fields = [new("input", FieldKind.Text, "the text to speak"), new("voice", FieldKind.TextOrObject), new("response_format", FieldKind.Text)],
        Bound = SpeechUsage.Most,
        Consumed = static (exchange, _) => SpeechUsage.Of(exchange),
    };

    public static readonly JsonRules Rerank = new()
    {
        Operation = Operation.Rerank,
        ContentType = "rerank",
        Name = "cohere.rerank",
        Noun = "reranking",
        IsCacheable = true,
        Fields = [new("query", FieldKind.Text, "the text to search with"), new("documents", FieldKind.List, "the documents to rank"), new("top_n", FieldKind.Whole)],
        Bound = RerankUsage.Most,
        Consumed = RerankUsage.Of,
    };

    public static readonly JsonRules Moderation = new()
    {
        Operation = Operation.Moderation,
        ContentType = "moderation",
        Name = "openai.moderations",
        Noun = "moderation",
        IsCacheable = true,
        UsualModel = "omni-moderation-latest",
        Fields = [new("input", FieldKind.TextOrList, "the text to look at")],
        Bound = static exchange => new UsageBound(exchange.Body.Length, 0),
    };

    public static readonly JsonRules CountTokens = new()
    {
        Operation = Operation.CountTokens,
        ContentType = "count_tokens",
        Name = "anthropic.count_tokens",
        Noun = "token counts",
        AnswersItself = true,
        Fields = [new("messages", FieldKind.List, "the conversation as a list of messages")],
        Shape = static facts => facts.IsObject,
        Consumed = static (_, _) => default,
    };

    public static readonly JsonRules InputTokens = new()
    {
        Operation = Operation.None, // No vendor is asked.
        ContentType = "count_tokens",
        Name = "openai.responses.input_tokens",
        Noun = "token counts",
        AnswersItself = true,
        AnswersAs = "response.input_tokens",
        Fields = [new("input", FieldKind.TextOrList), new("previous_response_id", FieldKind.Text)],
        Check = static exchange => RequestValues.Text(exchange, "previous_response_id") is null ? null : new ExchangeError(
            ErrorKind.InvalidRequest, "The tokens of a conversation that is kept are not counted here. Send the whole conversation in 'input'.") { Param = "previous_response_id" },
        Consumed = static (_, _) => default,
    };

    public static readonly JsonRules Batch = new()
    {
        Operation = Operation.Batch,
        ContentType = "batch",
        Name = "openai.batches",
        Noun = "batches",
        HasModel = false,
        Fields = [new("input_file_id", FieldKind.Text, "the id of the file that holds the requests"), new("endpoint", FieldKind.Text, "the endpoint that the requests are for")],
        Shape = static facts => facts.IsObject && facts.Id is not null,
        Check = BatchLimits.Check,
    };

    /// <summary>How many texts are made: <c>best_of</c> are made and the best <c>n</c> shown, for each prompt of a list.</summary>
    private static long CompletionsOf(Exchange exchange)
    {
        var each = Math.Clamp(Math.Max(exchange.Fields.Choices, RequestValues.Whole(exchange, "best_of") ?? 1), 1, 1000);
        var prompts = RequestValues.IsListOfNumbers(exchange, "prompt") ? 1 : RequestValues.Length(exchange, "prompt") ?? 1;
        return each * Math.Max(1, prompts);
    }
}
