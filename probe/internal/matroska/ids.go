package matroska

// IDs of elements, with the marker bits of their length, RFC 8794 section 11 and
// RFC 9559 section 5.
const (
	idEBML     = 0x1A45DFA3
	idDocType  = 0x4282
	idVoid     = 0xEC
	idCRC32    = 0xBF
	idSegment  = 0x18538067
	idSeekHead = 0x114D9B74
	idSeek     = 0x4DBB
	idSeekID   = 0x53AB
	idSeekPos  = 0x53AC

	idInfo           = 0x1549A966
	idTimestampScale = 0x2AD7B1
	idDuration       = 0x4489
	idMuxingApp      = 0x4D80
	idWritingApp     = 0x5741

	idTracks          = 0x1654AE6B
	idTrackEntry      = 0xAE
	idTrackNumber     = 0xD7
	idTrackUID        = 0x73C5
	idTrackType       = 0x83
	idDefaultDuration = 0x23E383
	idCodecID         = 0x86
	idCodecPrivate    = 0x63A2
	idCodecDelay      = 0x56AA
	idVideo           = 0xE0
	idPixelWidth      = 0xB0
	idPixelHeight     = 0xBA
	idProjection      = 0x7670
	idPoseRoll        = 0x7675
	idAudio           = 0xE1
	idBitDepth        = 0x6264

	idTags        = 0x1254C367
	idTag         = 0x7373
	idTargets     = 0x63C0
	idTagTrackUID = 0x63C5
	idSimpleTag   = 0x67C8
	idTagName     = 0x45A3
	idTagLanguage = 0x447A
	idTagString   = 0x4487

	idCues               = 0x1C53BB6B
	idCuePoint           = 0xBB
	idCueTrackPositions  = 0xB7
	idCueTrack           = 0xF7
	idCueClusterPosition = 0xF1

	idCluster        = 0x1F43B675
	idTimestamp      = 0xE7
	idSilentTracks   = 0x5854
	idPosition       = 0xA7
	idPrevSize       = 0xAB
	idSimpleBlock    = 0xA3
	idEncryptedBlock = 0xAF
	idBlockGroup     = 0xA0
	idBlock          = 0xA1
	idBlockDuration  = 0x9B

	idChapters    = 0x1043A770
	idAttachments = 0x1941A469
)

var names = map[uint32]string{
	idInfo: "Info", idTracks: "Tracks", idTags: "Tags", idCues: "Cues", idSeekHead: "SeekHead", idCluster: "Cluster", idSegment: "Segment",
}
