namespace Switchboard.Providers.Catalogue;

/// <summary>What a vendor can be asked for. A request asks for one of them; a vendor offers several.</summary>
[Flags]
public enum Operation
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>An answer to a conversation.</summary>
    Chat = 1 << 0,

    /// <summary>The continuation of a text (<c>/v1/completions</c>).</summary>
    Completion = 1 << 1,

    /// <summary>Vectors of texts.</summary>
    Embedding = 1 << 2,

    /// <summary>Images from words.</summary>
    ImageGeneration = 1 << 3,

    /// <summary>Images from images and words.</summary>
    ImageEdit = 1 << 4,

    /// <summary>The words of a recording, in its language.</summary>
    Transcription = 1 << 5,

    /// <summary>The words of a recording, in English.</summary>
    Translation = 1 << 6,

    /// <summary>A recording of words.</summary>
    Speech = 1 << 7,

    /// <summary>Documents in the order in which they fit a query.</summary>
    Rerank = 1 << 8,

    /// <summary>Whether a text or image is harmful.</summary>
    Moderation = 1 << 9,

    /// <summary>How many tokens a conversation has.</summary>
    CountTokens = 1 << 10,

    /// <summary>Files that the vendor keeps.</summary>
    File = 1 << 11,

    /// <summary>Many requests as one job.</summary>
    Batch = 1 << 12,

    /// <summary>All of them.</summary>
    All = (1 << 13) - 1,
}
