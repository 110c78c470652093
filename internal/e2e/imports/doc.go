// Package imports tests what the modules of this repository are to those who
// import them: it packs them into a module proxy of its own and does, away from
// the checkout and its go.work, what users do.
package imports
