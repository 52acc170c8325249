namespace Switchboard.ConformanceTests.Drivers;

/// <summary>What an application does with its client; the npm scripts know the same by name.</summary>
public enum Scenario
{
    Chat,
    Stream,

    /// <summary>A stream whose usage is asked for, where the client lets one choose.</summary>
    StreamUsage,

    /// <summary>Offers the tools <c>weather</c> and <c>time</c>, each with a city.</summary>
    Tools,
    StreamTools,

    /// <summary>Sends back the results of the calls <c>call_a</c> and <c>call_b</c>.</summary>
    ToolResults,

    /// <summary>Puts a system prompt, "Be brief.", before the text.</summary>
    System,

    /// <summary>Adds a picture of one pixel to the text.</summary>
    Image,

    /// <summary>Streams, and leaves after the first piece of text.</summary>
    Abort,

    /// <summary>Offers tools, streams, and lets the client put the answer together by itself (npm only).</summary>
    Collect,

    /// <summary>Call, result, answer; then the answer streamed.</summary>
    Loop,

    /// <summary>Goes on from a first answer by its id, reads that first one back, and deletes it (responses only).</summary>
    Continue,

    /// <summary>Reads back what a response was asked with (responses, npm only).</summary>
    InputItems,

    /// <summary>Has the tokens of a request counted (Anthropic, and responses from npm).</summary>
    CountTokens,

    /// <summary>Lists the models.</summary>
    Models,

    /// <summary>Looks at one model.</summary>
    Model,

    /// <summary>Embeds the text and the word "two" (OpenAI only, as all that follows).</summary>
    Embeddings,

    /// <summary>The same with 256 dimensions, as numbers in JSON (npm) or packed (.NET, which knows no other way).</summary>
    SizedEmbeddings,

    /// <summary>The same, left packed (npm only).</summary>
    PackedEmbeddings,

    /// <summary>Continues the text.</summary>
    Completion,

    /// <summary>The same, streamed (npm only).</summary>
    StreamCompletion,

    /// <summary>Has an image made.</summary>
    MakeImage,

    /// <summary>Has the one pixel changed.</summary>
    EditImage,

    /// <summary>Has a recording written down; the text is the prompt.</summary>
    Transcribe,

    /// <summary>Has a recording translated; the text is the prompt.</summary>
    Translate,

    /// <summary>Has the text spoken.</summary>
    Speak,

    /// <summary>Has the text looked at.</summary>
    Moderate,

    /// <summary>Makes a batch of an uploaded file, looks at it and cancels it.</summary>
    Batches,

    /// <summary>Uploads a file, lists, reads and deletes it.</summary>
    Files,

    /// <summary>Asks for a feature in trial (Anthropic only).</summary>
    Beta,
}
